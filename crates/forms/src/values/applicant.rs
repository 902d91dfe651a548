//! 届出人・申請者: who files.

use madoguchi_model::case::{IdentityDocument, VisitorKind};

use super::{DateValue, FilledCase, Values};

impl FilledCase<'_> {
    /// Sets `applicant.*`. `applicant.role` is `self`, `head`, `member`, `legal` or `agent`.
    pub(super) fn fill_applicant(&self, values: &mut Values) {
        let visitor = &self.case.visitor;
        let resident = self.applicant();
        let is_head = resident.is_some_and(|resident| resident.relationship == "世帯主");
        let role = match visitor.kind {
            VisitorKind::Self_ => "self",
            VisitorKind::HouseholdMember if is_head => "head",
            VisitorKind::HouseholdMember => "member",
            VisitorKind::LegalRepresentative => "legal",
            VisitorKind::Agent => "agent",
        };
        values.text("applicant.role", role);
        values.text("applicant.role_to_head", if is_head { "head" } else { role });
        values.text("applicant.role_to_concerned", self.role_to_concerned(role));
        values.text("applicant.phone", &visitor.phone);
        let Some(resident) = resident else {
            values.text("applicant.name", &visitor.name);
            values.text("applicant.address", &visitor.address);
            return;
        };
        values.text("applicant.name", &resident.names.name.written);
        values.text("applicant.kana", &resident.names.name.kana);
        let birth = DateValue::of_register(&resident.birth_date, resident.foreign.is_some());
        values.date("applicant.birth_date", birth);
        values.text("applicant.relationship", &resident.relationship);
        let concerned = self.concerned();
        let is_concerned = concerned.iter().any(|one| one.id == resident.id);
        // Their own address is not needed on a paper about others, which may be passed on.
        if resident.protective_measure.protects() && !is_concerned {
            values.withhold("applicant.address");
            return;
        }
        let new = self.case.new_address.as_ref().filter(|_| self.moves(resident));
        let address = new.map_or(&resident.address, |new| &new.address);
        values.text("applicant.address", address.one_line());
    }

    /// Sets `office.identity` and `office.identity_detail` (which tells two papers without a photograph from the
    /// rest), `office.authority`, and `office.checks` (both on one line): what the officer checked, so that nobody ticks it again by hand.
    pub(super) fn fill_checks(&self, values: &mut Values) {
        use IdentityDocument::{
            DrivingLicence, IndividualNumberCard, OtherWithPhoto, Passport, Questions, ResidenceCard,
            TwoWithoutPhoto,
        };
        let visitor = &self.case.visitor;
        let (identity, detail) = match visitor.identity {
            Some(IndividualNumberCard) => ("card", "card"),
            Some(DrivingLicence) => ("licence", "licence"),
            Some(Passport) => ("passport", "passport"),
            Some(ResidenceCard) => ("residence", "residence"),
            Some(TwoWithoutPhoto) => ("other", "two"),
            Some(OtherWithPhoto | Questions) => ("other", "other"),
            None => ("", ""),
        };
        values.text("office.identity", identity);
        values.text("office.identity_detail", detail);
        let authority = match visitor.kind {
            VisitorKind::Agent if visitor.power_of_attorney => "mandate",
            VisitorKind::LegalRepresentative => "legal",
            _ => "",
        };
        values.text("office.authority", authority);
        values.text(
            "office.checks",
            format!("{identity},{authority}").trim_matches(','),
        );
    }

    /// Who the visitor is to those whom the paper is about: 本人, if it is about nobody else.
    fn role_to_concerned<'r>(&self, role: &'r str) -> &'r str {
        let concerned = self.concerned();
        let only_self = concerned.len() == 1 && self.applicant().is_some_and(|one| one.id == concerned[0].id);
        match role {
            "legal" | "agent" => role,
            _ if only_self => "self",
            _ => "member",
        }
    }
}
