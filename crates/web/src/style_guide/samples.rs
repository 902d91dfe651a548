//! Made-up content for the style guide.

use madoguchi_model::case::CaseState;
use madoguchi_model::hand_off::QueueState;
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::resident::ProtectiveMeasure;

use crate::components::{
    Banner, Choice, Choices, FormErrors, InputKind, NameCell, Progress, ProtectionBanner, ProtectionMark,
    SelectField, SelectOption, Status, StatusTone, Step, StepState, Steps, TextArea, TextField, Tone, Width,
};

pub(super) fn banners() -> Vec<Banner> {
    vec![
        Banner::new(Tone::Notice, "お知らせ：住民記録は今朝6時の内容です")
            .line("それより後の異動は、担当課に確かめてください。"),
        Banner::new(Tone::Success, "保存しました。"),
        Banner::new(Tone::Alert, "署名がまだの申請書が1件あります")
            .line("このまま引き継ぐこともできます。担当課には「署名なし」と表示されます。"),
        Banner::new(Tone::Error, "この申請書は印刷できません")
            .line("氏名の文字「〓」を表示できるフォントがありません。システム担当に連絡してください。"),
        Banner::new(
            Tone::Alert,
            "前に入力した内容を戻しました。まだ保存されていません。",
        )
        .line("このまま続けられます。いらないときは消してください。"),
        Banner::new(Tone::Error, "通信できません。まだ保存されていません。")
            .line("入力した内容はこの端末に残っています。つながったら、もう一度押してください。"),
    ]
}

pub(super) fn errors() -> FormErrors {
    let mut errors = FormErrors::new();
    errors.add(
        "sample-date-error",
        "異動日「令和8年13月1日」は日付として読めません。例：令和8年4月1日、2026/4/1",
    );
    errors.add("sample-choice-error", "来庁者を選んでください。");
    errors
}

pub(super) fn protections() -> Vec<ProtectionBanner> {
    vec![
        ProtectionBanner::new(ProtectiveMeasure::InForce)
            .line("対象：見本　花子（本人）、見本　一郎（併せて支援を求める者）"),
        ProtectionBanner::new(ProtectiveMeasure::Provisional),
        ProtectionBanner::new(ProtectiveMeasure::InForce).lifted_until("10:45"),
    ]
}

pub(super) fn marks() -> Vec<ProtectionMark> {
    vec![
        ProtectionMark::new(ProtectiveMeasure::InForce),
        ProtectionMark::new(ProtectiveMeasure::Provisional),
    ]
}

pub(super) fn text_fields() -> Vec<TextField> {
    vec![
        TextField::new("sample-text", "方書").hint("建物の名前と部屋番号"),
        TextField::new("sample-name", "代理人の氏名")
            .value("髙﨑　𠮷之助")
            .person_name()
            .required(),
        TextField::new("sample-date", "異動日")
            .hint("和暦でも西暦でも入れられます。例：令和8年4月1日、R8.4.1、2026/4/1")
            .width(Width::Short)
            .required(),
        TextField::new("sample-date-error", "異動日")
            .value("令和8年13月1日")
            .width(Width::Short)
            .error(errors().on("sample-date-error"))
            .required(),
        TextField::new("sample-town", "町名")
            .hint("文字を入れると候補が出ます。")
            .suggestions(["本町一丁目", "本町二丁目", "港町"].map(String::from)),
        TextField::new("sample-phone", "電話番号")
            .kind(InputKind::Telephone)
            .width(Width::Short),
        TextField::new("sample-number", "宛名番号")
            .kind(InputKind::Digits)
            .width(Width::Short),
        TextField::new("sample-password", "パスワード").kind(InputKind::Password),
        TextField::new("sample-fixed", "受付番号")
            .value("08-00123")
            .read_only()
            .width(Width::Short),
    ]
}

pub(super) fn select_fields() -> Vec<SelectField> {
    let sections =
        || [("1", "市民課"), ("2", "国保年金課"), ("3", "こども課")].map(|(v, l)| SelectOption::new(v, l));
    vec![
        SelectField::new("sample-select", "課・係", sections()).blank("選んでください"),
        SelectField::new("sample-select-error", "課・係", sections())
            .blank("選んでください")
            .required()
            .error(Some("課・係を選んでください。")),
    ]
}

pub(super) fn choices() -> Vec<Choices> {
    let yes_no =
        || [("yes", "はい"), ("no", "いいえ"), ("unknown", "分からない")].map(|(v, l)| Choice::new(v, l));
    vec![
        Choices::one(
            "sample-radio",
            "国民健康保険証や資格確認書を持っていますか",
            yes_no(),
        )
        .selected(["yes"])
        .inline(),
        Choices::one(
            "sample-choice-error",
            "来庁者",
            [
                Choice::new("self", "本人"),
                Choice::new("agent", "任意代理人").note("委任状が要ります"),
            ],
        )
        .required()
        .error(errors().on("sample-choice-error")),
        Choices::several(
            "sample-check",
            "異動する人",
            [
                Choice::new("1", "見本　太郎")
                    .note("世帯主・45歳")
                    .checked(true)
                    .person_name(),
                Choice::new("2", "見本　葛\u{E0100}子")
                    .note("妻・43歳")
                    .checked(true)
                    .person_name(),
                Choice::new("3", "見本　次郎")
                    .note("死亡")
                    .disabled(true)
                    .person_name(),
            ],
        )
        .hint("全員が異動するときは、そのままにします。"),
    ]
}

pub(super) fn text_areas() -> Vec<TextArea> {
    vec![
        TextArea::new("sample-area", "メモ").hint("申請書には印刷されません。"),
        TextArea::new("sample-area-error", "差戻しの理由")
            .required()
            .error(Some("理由を入れてください。窓口に表示されます。")),
    ]
}

pub(super) fn statuses() -> Vec<Status> {
    let mut all: Vec<Status> = QueueState::ALL.map(Status::from).into();
    all.extend(
        [
            CaseState::Open,
            CaseState::HandedOff,
            CaseState::Completed,
            CaseState::Withdrawn,
        ]
        .map(Status::from),
    );
    all.push(Status::new(StatusTone::Alert, "要確認"));
    all.push(Status::new(StatusTone::Error, "期限切れ"));
    all.push(Status::new(StatusTone::Changed, "変わりました"));
    all
}

pub(super) fn steps() -> Steps {
    Steps::new([
        Step::new("受付", "#step-1", StepState::Done),
        Step::new("聞き取り", "#step-2", StepState::Current),
        Step::new("判定", "#step-3", StepState::Open),
        Step::new("申請書", "#step-4", StepState::Open),
        Step::new("署名", "#step-5", StepState::Later),
        Step::new("受付案内票", "#step-6", StepState::Later),
        Step::new("引継ぎ", "#step-7", StepState::Later),
    ])
}

pub(super) fn progress() -> Vec<Progress> {
    vec![
        Progress::new("progress-none", "聞き取り", 0, 12),
        Progress::new("progress-some", "署名", 3, 4),
        Progress::new("progress-all", "引継ぎ", 5, 5),
    ]
}

pub(super) fn names() -> Vec<NameCell> {
    let name = |written: &str, kana: &str| WrittenName {
        written: written.into(),
        kana: kana.into(),
        kana_confirmed: true,
    };
    vec![
        NameCell::new(&Names {
            name: name("辻\u{E0100}　一", "ツジ　ハジメ"),
            ..Names::default()
        }),
        NameCell::new(&Names {
            name: name("渡邉　葛\u{E0100}子", "ワタナベ　カツコ"),
            former_family_name: Some(name("髙橋", "タカハシ")),
            ..Names::default()
        }),
        NameCell::new(&Names {
            name: name("NGUYEN THI LAN", ""),
            alias: Some(name("本田　蘭", "ホンダ　ラン")),
            ..Names::default()
        }),
    ]
}
