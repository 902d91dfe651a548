//! What happened to a case, in words.

use madoguchi_forms::code_points;
use madoguchi_model::record_change::RecordField;
use madoguchi_store::case_events::{CaseEvent, CaseEventKind};
use serde_json::Value;

use super::CaseFile;
use crate::page::time;
use crate::staff::applications::form_title;

/// One line of the timeline.
pub(super) struct TimelineLine {
    pub(super) at: String,
    pub(super) by: String,
    pub(super) text: String,
}

/// The lines, newest first.
pub(super) fn lines(file: &CaseFile, events: &[CaseEvent]) -> Vec<TimelineLine> {
    let newest_first = events.iter().rev();
    newest_first
        .map(|event| TimelineLine {
            at: time::day_and_clock(event.at),
            by: event.staff_name.clone().unwrap_or_else(|| "システム".into()),
            text: text(file, event),
        })
        .collect()
}

/// Which fields of whom were taken over and which were kept: names of fields, no values.
fn decided(file: &CaseFile, detail: &Value, reason: &str, voided: &str) -> String {
    let fields = |key: &str| -> Vec<String> {
        let all = detail.get(key).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|one| {
            let field = one.get("field")?.as_str().and_then(RecordField::from_code)?;
            let person = one.get("resident")?.as_str()?.parse().ok()?;
            Some(format!("{}さんの{}", file.known_name_of(person), field.label()))
        })
        .collect()
    };
    let part = |words: &str, fields: &[String]| match fields {
        [] => String::new(),
        fields => format!("{words}：{}。", fields.join("、")),
    };
    format!(
        "住民記録の変更を確かめました。{}{}{reason}{voided}",
        part("新しい記録を使う", &fields("taken")),
        part("受付のときの内容のまま", &fields("kept"))
    )
}

#[expect(clippy::too_many_lines, reason = "words for every kind of event")]
fn text(file: &CaseFile, event: &CaseEvent) -> String {
    let detail = |key: &str| event.detail.get(key).and_then(Value::as_str).unwrap_or_default();
    let section = detail("section");
    let reason = if detail("reason").is_empty() {
        String::new()
    } else {
        format!("（理由：{}）", detail("reason"))
    };
    let voided = match event.detail.get("voided").and_then(Value::as_u64).unwrap_or(0) {
        0 => String::new(),
        voided => format!("（署名{voided}件が無効になりました）"),
    };
    let procedure = || {
        let id = detail("procedure");
        file.release
            .procedure(id)
            .map_or_else(|| id.to_owned(), |procedure| procedure.name.clone())
    };
    let form = || form_title(detail("form"));
    let person = || {
        let id = detail("resident").parse().ok();
        id.map_or("", |id| file.name_of(id)).to_owned()
    };
    match event.kind {
        CaseEventKind::Opened => "受け付けました".into(),
        CaseEventKind::SimilarDecided => {
            let number = detail("addressee_number");
            let same = event.detail.get("same").and_then(serde_json::Value::as_bool);
            if same == Some(true) {
                format!(
                    "転入する人は、宛名番号{number}の住民と同じ人と判断しました（再転入。宛名番号を引き継ぎます）"
                )
            } else {
                format!("転入する人は、宛名番号{number}の住民とは別の人と判断しました")
            }
        }
        CaseEventKind::ReceptionChanged => format!("受付の内容を変更しました{voided}"),
        CaseEventKind::Overruled => {
            let result = if detail("result") == "required" {
                "必要"
            } else {
                "不要"
            };
            format!("{}を職員の判断で「{result}」にしました", procedure())
        }
        CaseEventKind::OverruleWithdrawn => format!("{}の職員の判断を取り消しました", procedure()),
        CaseEventKind::ApplicationsPrepared => format!("申請書を作成しました{voided}"),
        CaseEventKind::SubstituteChosen => format!(
            "{}の「{}」（{}）を「{}」で代えて印字することにしました{voided}",
            form(),
            detail("character"),
            code_points(detail("character")),
            detail("with")
        ),
        CaseEventKind::SubstituteTakenBack => format!(
            "{}の「{}」（{}）を代えて印字することをやめました{voided}",
            form(),
            detail("character"),
            code_points(detail("character"))
        ),
        CaseEventKind::Signed => {
            let way = match detail("kind") {
                "touch" => "画面",
                "card" => "マイナンバーカード",
                _ => "紙",
            };
            format!("{}に署名をもらいました（{way}）", form())
        }
        CaseEventKind::CardRead => "マイナンバーカードを読み取りました".into(),
        CaseEventKind::CardAssigned => format!("{}さんのカードとして記録しました", person()),
        CaseEventKind::CardAccepted => format!("失効を確認できないカードを使うことにしました{reason}"),
        CaseEventKind::IndividualNumberRead => {
            format!(
                "{}のために、{}さんの個人番号を読み取りました",
                procedure(),
                person()
            )
        }
        CaseEventKind::SignatureVoided => format!("{}の署名を無効にしました{reason}", form()),
        CaseEventKind::ApplicationWithdrawn => format!("{}の申請が取り下げられました{reason}", form()),
        CaseEventKind::ApplicationRestored => format!("{}の取下げを取り消しました", form()),
        CaseEventKind::HandedOff => "担当課へ引き継ぎました".into(),
        CaseEventKind::Delivered => "担当課の処理待ちに届きました".into(),
        CaseEventKind::Taken => format!("{section}が審査を始めました"),
        CaseEventKind::PutBack => format!("{section}が処理待ちに戻しました"),
        CaseEventKind::SentBack => format!("{section}から差し戻されました{reason}"),
        CaseEventKind::CoreByHand => {
            format!(
                "{}は、ファイルに書き出さず手作業で引き継ぎます（{}）",
                detail("title"),
                detail("reason")
            )
        }
        CaseEventKind::CoreProvisional => {
            format!("業務システムから仮登録の応答がありました（{}）", detail("title"))
        }
        CaseEventKind::CoreAccepted => format!("業務システムが受理しました（{}）", detail("title")),
        CaseEventKind::CoreRefused => format!(
            "業務システムが受理しませんでした（{}）。理由：{}",
            detail("title"),
            detail("reason")
        ),
        CaseEventKind::RobotTyped => format!(
            "ロボットが業務システムに入力しました（{}、番号 {}）",
            detail("title"),
            detail("number")
        ),
        CaseEventKind::RobotRefused => format!(
            "ロボットが入力しましたが、業務システムが受け付けませんでした（{}）。理由：{}",
            detail("title"),
            detail("reason")
        ),
        CaseEventKind::RobotHeld => format!(
            "ロボットの入力を保留しました（{}）。理由：{}",
            detail("title"),
            detail("reason")
        ),
        CaseEventKind::RobotByHand => format!(
            "{}は、ロボットではなく人が入力します（{}）",
            detail("title"),
            detail("reason")
        ),
        CaseEventKind::RobotTakenOver => {
            format!(
                "{}を、ロボットに代わって人が入力することにしました",
                detail("title")
            )
        }
        CaseEventKind::RobotPutBack => format!("{}を、ロボットの入力に戻しました", detail("title")),
        CaseEventKind::RobotDoneByHand if detail("number").is_empty() => {
            format!("{}を、人が業務システムに入力しました", detail("title"))
        }
        CaseEventKind::RobotDoneByHand => format!(
            "{}を、人が業務システムに入力しました（番号 {}）",
            detail("title"),
            detail("number")
        ),
        CaseEventKind::EnteredProvisionally => format!("{section}が仮登録済みにしました"),
        CaseEventKind::ItemCompleted => format!("{section}が完了しました"),
        CaseEventKind::Completed => "すべての担当課が完了しました".into(),
        CaseEventKind::Withdrawn => format!("受付を取り下げました{reason}"),
        CaseEventKind::TakenOver => "編集を引き受けました".into(),
        CaseEventKind::ProtectionLifted => format!("支援措置を一時解除しました{reason}"),
        CaseEventKind::RecordDecided => decided(file, &event.detail, &reason, &voided),
        CaseEventKind::ProtectionRestored => "支援措置の一時解除を終えました".into(),
    }
}
