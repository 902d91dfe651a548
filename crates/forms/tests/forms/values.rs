//! What is written where.

use madoguchi_forms::{FieldText, FormDefinition, blank, layout};
use madoguchi_model::case::{IdentityDocument, LifeEvent, VisitorKind};

use crate::support::{arriving, day, find, fonts, municipality, name, rare, short};

fn fields(form: &str, persona: &crate::support::Persona) -> Vec<FieldText> {
    layout(find(form), &persona.values(), &fonts()).fields
}

fn value<'f>(fields: &'f [FieldText], label: &str) -> &'f str {
    let field = fields.iter().find(|field| field.label == label);
    &field.unwrap_or_else(|| panic!("{label} in {fields:#?}")).value
}

#[test]
fn people_who_move_in_bring_what_was_said_of_them() {
    let values = arriving().values();
    let text = |key: &str| {
        values
            .get(key)
            .and_then(|value| value.as_text())
            .unwrap_or_default()
    };
    assert_eq!(text("movement.kind"), "move_in");
    assert_eq!(text("insurance.change"), "acquire_move_in");
    assert_eq!(text("old_address.line"), "千葉県船橋市湊町二丁目10番25号");
    assert_eq!(text("old_head.name"), "前の　世帯主");
    assert_eq!(text("new_head.name"), text("concerned.0.name"));
    assert_eq!(
        (text("concerned.0.insurances"), text("concerned.0.card")),
        ("国保", "yes")
    );
    assert_eq!(text("concerned.0.certificates"), "physical");
    assert!(
        text("applicant.address").contains("緑が丘三丁目"),
        "the address from now on"
    );
    assert!(values.count("children") > 0 && values.count("children") < values.count("concerned"));
    assert_eq!(text("claimant.name"), text("applicant.name"));
    assert!(
        values.iter().all(|(key, _)| !key.contains('/')),
        "no id is printed"
    );
}

#[test]
fn the_check_list_has_every_field_with_what_to_confirm() {
    let fields = fields("resident_movement_notification", &short());
    for (label, expected) in [
        ("届出日", "令和8年11月24日"),
        ("異動の区分", "転居"),
        ("範囲", "全部"),
        ("異動日・転出予定日", "令和8年11月20日"),
        ("区分", "世帯主"),
        ("電話", "000-0000-0000"),
        (
            "新しい住所",
            "〒999-0001　みほん県みほん市緑が丘三丁目14番5号　みほんハイツ1203号室",
        ),
        (
            "これまでの住所",
            "〒999-0001　みほん県みほん市本町一丁目2番3号　コーポ青空201号室",
        ),
        ("1人目　氏名", "山田　太郎"),
        ("1人目　フリガナ", "ヤマダ　タロウ"),
        ("1人目　性別", "男"),
        ("3人目　生年月日", "平成26年5月1日"),
        ("4人目　続柄", "子"),
        ("2人目　個人番号・カード", "あり"),
        ("4人目　個人番号・カード", "なし"),
    ] {
        assert_eq!(value(&fields, label), expected, "{label}");
    }
    let confirmed = |label: &str| fields.iter().any(|field| field.label == label && field.confirm);
    assert!(confirmed("新しい住所") && confirmed("1人目　氏名") && !confirmed("これまでの住所"));
    // Nobody is in the fifth row, and the staff's own boxes are nothing to confirm.
    assert!(fields.iter().all(|field| !field.label.starts_with("5人目")));
    assert!(!confirmed("本人確認"));
}

#[test]
fn dates_of_foreign_residents_are_western_and_unknown_ones_in_the_register_s_words() {
    let fields = fields("resident_movement_notification", &rare());
    assert_eq!(value(&fields, "1人目　生年月日"), "昭和15年頃");
    assert_eq!(value(&fields, "5人目　生年月日"), "1980年4月15日");
    let foreign = value(
        &fields,
        "5人目　外国人住民の方・国籍・地域、在留資格、在留期間の満了日",
    );
    assert_eq!(foreign, "ベトナム　技術・人文知識・国際業務　2028年3月31日まで");
    assert_eq!(value(&fields, "2人目　旧氏・通称など"), "旧氏　𠮷田（ヨシダ）");
    assert_eq!(
        value(&fields, "5人目　旧氏・通称など"),
        "通称　安藤　英（アンドウ　エイ）"
    );
}

#[test]
fn a_part_of_the_household_that_moves_names_its_new_head() {
    let mut persona = short();
    persona.case.members[0].moves = false;
    let without = persona.values();
    assert_eq!(
        without.get("movement.extent").and_then(|value| value.as_text()),
        Some("part")
    );
    assert_eq!(
        (without.count("concerned"), without.get("new_head.name")),
        (3, None)
    );
    let new_head = name("山田　花子", "ヤマダ　ハナコ");
    let mut filled = persona.filled();
    filled.new_head = Some(&new_head);
    let with = filled.values();
    assert_eq!(
        with.get("new_head.name").and_then(|value| value.as_text()),
        Some("山田　花子")
    );
}

#[test]
fn a_visit_for_certificates_only_ticks_no_movement() {
    let mut persona = short();
    persona.case.events = vec![LifeEvent::Certificate];
    persona.case.new_address = None;
    persona.case.moved_on = None;
    persona.answers.insert("copies_household".into(), "1".into());
    persona
        .answers
        .insert("certificate_entries".into(), "domicile,head_relationship".into());
    let fields = fields("residence_certificate_request", &persona);
    assert_eq!(value(&fields, "世帯全員の写し"), "1");
    assert_eq!(
        value(&fields, "記載が必要なもの"),
        "世帯主の氏名・続柄、本籍・筆頭者"
    );
    assert_eq!(
        value(&fields, "1人目　住所"),
        "みほん県みほん市本町一丁目2番3号　コーポ青空201号室"
    );
    assert!(persona.values().get("movement.kind").is_none());
}

#[test]
fn a_sheet_for_each_person_where_the_form_wants_it() {
    let form = find("care_insurance_change_notification");
    let persona = rare();
    let about = [persona.household.members[0].id, persona.household.members[1].id];
    let mut filled = persona.filled();
    filled.concerned = &about;
    let laid = layout(form, &filled.values(), &fonts());
    assert_eq!(laid.pages.len(), 2);
    let names: Vec<&str> = laid
        .fields
        .iter()
        .filter(|field| field.label == "氏名")
        .map(|field| &*field.value)
        .collect();
    assert_eq!(names, ["辻\u{E0100}　健一", "葛\u{E0100}西　𠮷乃"]);
}

#[test]
fn a_blank_form_names_the_municipality_and_nobody_else() {
    for form in FormDefinition::all() {
        let laid = blank(form, &municipality(), &fonts());
        assert!(
            laid.fields.iter().all(|field| field.value.is_empty()),
            "{}: {:?}",
            form.id,
            laid.fields
        );
        assert!(laid.fields.iter().any(|field| field.confirm), "{}", form.id);
    }
    assert_eq!(day(2026, 11, 24).to_string(), "2026-11-24");
}

#[test]
fn what_the_officer_checked_is_ticked_on_every_form() {
    let mut persona = short();
    persona.case.visitor.kind = VisitorKind::Agent;
    persona.case.visitor.resident_id = None;
    persona.case.visitor.power_of_attorney = true;
    for (shown, expected) in [
        (IdentityDocument::Passport, "旅券"),
        (IdentityDocument::IndividualNumberCard, "個人番号カード"),
    ] {
        persona.case.visitor.identity = Some(shown);
        for form in FormDefinition::all() {
            let fields = layout(form, &persona.values(), &fonts()).fields;
            let ticked = |text: &str| fields.iter().any(|field| field.value.contains(text));
            assert!(ticked(expected), "{}: {fields:#?}", form.id);
        }
    }
    for form in [
        "resident_movement_notification",
        "care_insurance_change_notification",
    ] {
        let fields = layout(find(form), &persona.values(), &fonts()).fields;
        assert!(
            fields.iter().any(|field| field.value.contains("委任状")),
            "{form}"
        );
    }
}
