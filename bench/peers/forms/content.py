"""What stands on the form: 住民異動届, the same for every engine.

`form(n)` answers with blocks: rows of (label, value, width in mm), a table, and lines. A value is a text; a list of
(ticked, label) is a choice; an empty text is a blank place. The family's names differ in each document.
"""

TITLE = "住　民　異　動　届"
MONTHS = "令和　8年 11月 24日"
FOOT = "この様式はみほん市独自のものです。根拠：住民基本台帳法第22条から第25条まで、第30条の46（2026-11版）"
NOTES = [
    "１　太枠の中を確かめ、まちがいがなければ署名してください。代理人の方は、委任状などの代理の権限がわかる書類を添えてください。",
    "２　外国人住民の方の生年月日は西暦で書きます。個人番号（マイナンバー）は書かないでください。",
]
HEADERS = ["番号", "氏名", "生年月日", "性別", "続柄", "国籍・地域、在留資格、在留期間の満了日",
           "資格・手当", "個人番号カード", "職員記入欄"]
WIDTHS = [6, 66, 35, 15, 18, 56, 48, 17, 16]


def ticks(chosen, *labels):
    return [(label == chosen, label) for label in labels]


def name(n, place):
    letter = lambda offset: chr(0x4E00 + (n * 7 + place * 131 + offset * 977) % 5000)
    return f"{letter(0)}{letter(1)}　{letter(2)}{letter(3)}"


def form(n):
    names = [name(n, place) for place in range(5)]
    blocks = [
        ("", [
            [("異動の区分", ticks("転居", "転入", "国外から転入", "転居", "転出", "世帯変更", "その他"), 156),
             ("範囲", ticks("全部", "全部", "一部"), 44), ("異動日・転出予定日", MONTHS, 77)],
        ]),
        ("届出人", [
            [("氏名（署名）", "", 105),
             ("区分", ticks("世帯主", "本人", "世帯主", "同一世帯員", "法定代理人", "代理人"), 104),
             ("電話", "090-0000-0000", 61)],
            [("住所", "みほん県みほん市本町一丁目14番5号　コーポ青空201号室", 270)],
        ]),
        ("", [
            [("新しい住所", "〒999-0001　みほん県みほん市本町一丁目14番5号　コーポ青空201号室", 177),
             ("新しい世帯主", names[0], 100)],
            [("これまでの住所", "〒999-0001　みほん県みほん市本町一丁目2番3号　コーポ青空201号室", 177),
             ("これまでの世帯主", names[0], 100)],
            [("本籍", "みほん県みほん市本町一丁目2番", 177), ("筆頭者", names[0], 100)],
        ]),
    ]
    relations = ["世帯主", "妻", "子", "子", "母"]
    people = [
        [str(place + 1), ("ミホン　" + "アイウエオ"[place] * 3, names[place]),
         f"昭和　{50 + place}年　4月 15日", ticks("女" if place % 2 else "男", "男", "女"), relations[place], "", "国保",
         ticks("あり", "あり", "なし"), ""]
        for place in range(5)
    ]
    office = [[("本人確認", ticks("運転免許証", "個人番号カード", "運転免許証", "旅券", "在留カード等", "その他（　　　）"), 103),
               ("代理権", ticks("", "委任状", "その他"), 36), ("受付", "", 34), ("入力", "", 34), ("審査", "", 34),
               ("備考", "", 29)]]
    return {"number": f"08-{n:06}", "blocks": blocks, "people": people, "office": ("職員", office)}
