//! The routes of a visit: residents, cases, applications, hand-off, queues.

use super::Route;
use super::route::{get, post};
use crate::policy::Action::{Approve, Complete, Create, Edit, List, Print, SendBack, Take, View, Withdraw};
use crate::policy::Resource::{
    AddressChoice, Answer, Application, CardReading, Case, CoreDefinition, CoreFile, EmergencyAccess,
    GuideSheet, HandOff, IndividualNumber, Judgement, Notice, Overrule, Perpetrator, PrintBatch,
    ProtectionLift, ProtectiveMeasure, QueueItem, Resident, RobotTask, Signature, Suppression,
};
use crate::staff::{
    addresses, applications, batches, card, cases, core_files, guide_sheet, hand_off, interview, judgements,
    notices, printing, protection, queue, reception, residents, robot_lists, robots, signatures,
};

/// The rows of the table.
pub(super) fn routes() -> Vec<Route> {
    [
        residents_and_cases(),
        protective_measures(),
        suppressions_and_emergencies(),
        cards(),
        cards_of_a_case(),
        interview_and_judgements(),
        papers(),
        of_an_application(),
        batches(),
        hand_off_and_queues(),
        files_for_core_systems(),
        robots_of_a_section(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn files_for_core_systems() -> Vec<Route> {
    vec![
        get("/core-files", (CoreFile, List), core_files::list::show),
        get(
            "/core-files/kinds/{core_kind}",
            (CoreFile, View),
            core_files::kind::show,
        ),
        get(
            "/core-files/kinds/{core_kind}/definition",
            (CoreDefinition, View),
            core_files::definition::download,
        ),
        post(
            "/core-files/kinds/{core_kind}/make",
            (CoreFile, Create),
            core_files::make::make_now,
        ),
        post(
            "/core-files/kinds/{core_kind}/look",
            (CoreFile, Create),
            core_files::look::look,
        ),
        post(
            "/core-files/kinds/{core_kind}/answers",
            (CoreFile, Complete),
            core_files::give_answers::give,
        )
        .up_to(core_files::give_answers::LIMIT),
        get(
            "/core-files/answers/{answer_file_id}",
            (CoreFile, Complete),
            core_files::answers::show,
        ),
        post(
            "/core-files/rows/{core_row_id}/done",
            (CoreFile, Complete),
            core_files::done::done,
        ),
        get(
            "/core-files/{core_file_id}",
            (CoreFile, View),
            core_files::show::show,
        ),
        get(
            "/core-files/{core_file_id}/content",
            (CoreFile, Print),
            core_files::content::download,
        ),
        post(
            "/core-files/{core_file_id}/send",
            (CoreFile, Edit),
            core_files::send::send,
        ),
    ]
}

fn residents_and_cases() -> Vec<Route> {
    vec![
        get("/residents", (Resident, List), residents::search::search),
        get(
            "/residents/{resident_id}",
            (Resident, View),
            residents::show::show,
        ),
        post(
            "/addresses/choices",
            (AddressChoice, List),
            addresses::choices::choices,
        ),
        get(
            "/residents/{resident_id}/history",
            (Resident, View),
            residents::history::show,
        ),
        get("/notices", (Notice, List), notices::list::list),
        post("/notices", (Notice, Create), notices::receive::receive).up_to(notices::receive::LIMIT),
        post("/notices/fetch", (Notice, Create), notices::fetch::fetch),
        get("/notices/{notice_id}", (Notice, View), notices::show::show),
        get(
            "/notices/{notice_id}/attachments/{attachment}",
            (Notice, Print),
            notices::attachment::show,
        ),
        post(
            "/notices/{notice_id}/prepared",
            (Notice, Edit),
            notices::change::prepared,
        ),
        post(
            "/notices/{notice_id}/withdrawn",
            (Notice, Edit),
            notices::change::withdrawn,
        ),
        get("/cases", (Case, List), cases::list::list),
        get("/cases/new", (Case, Create), reception::new::new),
        post("/cases/new", (Case, Create), reception::create::create),
        get("/cases/{case_id}", (Case, View), cases::show::show),
        get(
            "/cases/{case_id}/record-changes",
            (Case, View),
            cases::record_changes::show,
        ),
        post(
            "/cases/{case_id}/record-changes",
            (Case, Edit),
            cases::record_changes::decide,
        ),
        get("/cases/{case_id}/reception", (Case, Edit), reception::edit::show),
        post("/cases/{case_id}/reception", (Case, Edit), reception::edit::save),
        post(
            "/cases/{case_id}/take-over",
            (Case, Edit),
            cases::take_over::take_over,
        ),
        post(
            "/cases/{case_id}/withdraw",
            (Case, Withdraw),
            cases::withdraw::withdraw,
        ),
        get(
            "/cases/{case_id}/protection-lift",
            (ProtectionLift, Create),
            protection::lift::show,
        ),
        post(
            "/cases/{case_id}/protection-lift",
            (ProtectionLift, Create),
            protection::lift::lift,
        ),
        post(
            "/cases/{case_id}/protection-lift/end",
            (ProtectionLift, Withdraw),
            protection::end::end,
        ),
    ]
}

/// 支援措置 as the section in charge keeps them.
fn protective_measures() -> Vec<Route> {
    vec![
        get("/protection", (ProtectiveMeasure, List), protection::list::list),
        get(
            "/protection/new",
            (ProtectiveMeasure, Create),
            protection::new::show,
        ),
        post(
            "/protection/new",
            (ProtectiveMeasure, Create),
            protection::new::create,
        ),
        get(
            "/protection/{measure_id}",
            (ProtectiveMeasure, View),
            protection::show::show,
        ),
        post(
            "/protection/{measure_id}/confirm",
            (ProtectiveMeasure, Edit),
            protection::decide::confirm,
        ),
        post(
            "/protection/{measure_id}/extend",
            (ProtectiveMeasure, Edit),
            protection::decide::extend,
        ),
        post(
            "/protection/{measure_id}/keep",
            (ProtectiveMeasure, Edit),
            protection::decide::keep,
        ),
        post(
            "/protection/{measure_id}/members",
            (ProtectiveMeasure, Edit),
            protection::members::save,
        ),
        post(
            "/protection/{measure_id}/notes",
            (ProtectiveMeasure, Edit),
            protection::decide::notes,
        ),
        post(
            "/protection/{measure_id}/end",
            (ProtectiveMeasure, Withdraw),
            protection::decide::end,
        ),
        get(
            "/protection/{measure_id}/perpetrators",
            (Perpetrator, View),
            protection::perpetrators::show,
        ),
        post(
            "/protection/{measure_id}/perpetrators",
            (Perpetrator, Edit),
            protection::perpetrators::add,
        ),
        post(
            "/protection/{measure_id}/perpetrators/{perpetrator_id}/remove",
            (Perpetrator, Edit),
            protection::perpetrators::remove,
        ),
    ]
}

fn suppressions_and_emergencies() -> Vec<Route> {
    vec![
        get(
            "/suppressions",
            (Suppression, List),
            protection::suppressions::list,
        ),
        post(
            "/suppressions",
            (Suppression, Create),
            protection::suppressions::create,
        ),
        post(
            "/suppressions/{suppression_id}/end",
            (Suppression, Withdraw),
            protection::suppressions::end,
        ),
        get(
            "/residents/{resident_id}/emergency",
            (EmergencyAccess, Create),
            protection::emergency::show,
        ),
        post(
            "/residents/{resident_id}/emergency",
            (EmergencyAccess, Create),
            protection::emergency::open,
        ),
        get(
            "/emergency-accesses",
            (EmergencyAccess, List),
            protection::inbox::show,
        ),
        post(
            "/emergency-accesses/{access_id}/acknowledge",
            (EmergencyAccess, Approve),
            protection::inbox::acknowledge,
        ),
    ]
}

/// A visit that begins with a card.
fn cards() -> Vec<Route> {
    vec![
        get("/card", (CardReading, Create), card::start::start),
        post("/card/pairings", (CardReading, Create), card::pair::before_a_case),
        post(
            "/card/readings",
            (CardReading, Create),
            card::receive::before_a_case,
        ),
        get(
            "/card/readings/{reading_id}",
            (CardReading, View),
            card::show::show,
        ),
        post(
            "/card/readings/{reading_id}/decision",
            (CardReading, Edit),
            card::decide::before_a_case,
        ),
        get(
            "/card/readings/{reading_id}/pictures/{which}",
            (CardReading, View),
            card::picture::before_a_case,
        ),
    ]
}

fn cards_of_a_case() -> Vec<Route> {
    vec![
        get("/cases/{case_id}/card", (CardReading, List), card::of_case::cards),
        post(
            "/cases/{case_id}/card/pairings",
            (CardReading, Create),
            card::pair::for_a_case,
        ),
        post(
            "/cases/{case_id}/card/readings",
            (CardReading, Create),
            card::receive::in_a_case,
        ),
        get(
            "/cases/{case_id}/card/readings/{reading_id}",
            (CardReading, View),
            card::of_case::show,
        ),
        post(
            "/cases/{case_id}/card/readings/{reading_id}/decision",
            (CardReading, Edit),
            card::decide::in_a_case,
        ),
        post(
            "/cases/{case_id}/card/readings/{reading_id}/assign",
            (CardReading, Edit),
            card::assign::assign,
        ),
        get(
            "/cases/{case_id}/card/readings/{reading_id}/pictures/{which}",
            (CardReading, View),
            card::picture::in_a_case,
        ),
        post(
            "/cases/{case_id}/card/numbers/pairings",
            (IndividualNumber, Create),
            card::numbers::pair::pair,
        ),
        post(
            "/cases/{case_id}/card/numbers",
            (IndividualNumber, Create),
            card::numbers::keep::keep,
        ),
        get(
            "/cases/{case_id}/card/numbers/{number_id}",
            (IndividualNumber, View),
            card::numbers::reveal::reveal,
        ),
        post(
            "/cases/{case_id}/applications/{application_id}/card-signature/pairings",
            (Signature, Create),
            signatures::by_card::pair,
        ),
        post(
            "/cases/{case_id}/applications/{application_id}/card-signature",
            (Signature, Create),
            signatures::by_card::sign,
        ),
        get(
            "/cases/{case_id}/applications/{application_id}/card-signature/{file}",
            (Signature, View),
            signatures::card_files::file,
        ),
    ]
}

fn interview_and_judgements() -> Vec<Route> {
    vec![
        get(
            "/cases/{case_id}/interview",
            (Answer, Create),
            interview::show::show,
        ),
        post(
            "/cases/{case_id}/interview",
            (Answer, Create),
            interview::answer::answer,
        ),
        post(
            "/cases/{case_id}/interview/withdraw",
            (Answer, Withdraw),
            interview::withdraw_answer::withdraw,
        ),
        post(
            "/cases/{case_id}/interview/undo",
            (Answer, Withdraw),
            interview::undo::undo,
        ),
        get(
            "/cases/{case_id}/judgements",
            (Judgement, View),
            judgements::show::show,
        ),
        get(
            "/cases/{case_id}/judgements/reasoning",
            (Judgement, View),
            judgements::reasoning::show,
        ),
        post(
            "/cases/{case_id}/judgements/overrule",
            (Overrule, Create),
            judgements::overrule::overrule,
        ),
        post(
            "/cases/{case_id}/judgements/overrule/withdraw",
            (Overrule, Withdraw),
            judgements::withdraw_overrule::withdraw,
        ),
    ]
}

fn papers() -> Vec<Route> {
    vec![
        get(
            "/cases/{case_id}/applications",
            (Application, Create),
            applications::list::list,
        ),
        post(
            "/cases/{case_id}/applications",
            (Application, Create),
            applications::prepare::prepare,
        ),
        post(
            "/cases/{case_id}/applications/print",
            (Application, Print),
            printing::print::all,
        ),
        post(
            "/cases/{case_id}/bundle",
            (Application, Print),
            printing::print::bundle,
        ),
        get(
            "/cases/{case_id}/prints/{print_id}/paper.pdf",
            (Application, Print),
            printing::open::open,
        ),
        post(
            "/cases/{case_id}/applications/signatures",
            (Signature, Create),
            signatures::sign_all::sign_all,
        ),
        get(
            "/cases/{case_id}/applications/{application_id}",
            (Application, View),
            applications::preview::preview,
        ),
        get(
            "/cases/{case_id}/applications/{application_id}/pages/{page}",
            (Application, View),
            applications::page_svg::page,
        ),
        post(
            "/cases/{case_id}/applications/{application_id}/print",
            (Application, Print),
            printing::print::application,
        ),
        post(
            "/cases/{case_id}/applications/{application_id}/characters",
            (Application, Edit),
            applications::characters::choose,
        ),
        get(
            "/cases/{case_id}/applications/{application_id}/signature",
            (Signature, Create),
            signatures::show::show,
        ),
        post(
            "/cases/{case_id}/applications/{application_id}/signature",
            (Signature, Create),
            signatures::sign::sign,
        ),
        post(
            "/cases/{case_id}/applications/{application_id}/signature/withdraw",
            (Signature, Withdraw),
            signatures::withdraw::withdraw,
        ),
        get(
            "/cases/{case_id}/guide-sheet",
            (GuideSheet, View),
            guide_sheet::show::show,
        ),
        get(
            "/cases/{case_id}/guide-sheet/pages/{page}",
            (GuideSheet, View),
            guide_sheet::page_svg::page,
        ),
        post(
            "/cases/{case_id}/guide-sheet/print",
            (GuideSheet, Print),
            printing::print::guide,
        ),
    ]
}

/// The life of one application: its data, its versions, its withdrawal.
fn of_an_application() -> Vec<Route> {
    vec![
        get(
            "/cases/{case_id}/applications/{application_id}/application.json",
            (Application, Print),
            applications::export::as_json,
        ),
        get(
            "/cases/{case_id}/applications/{application_id}/application.txt",
            (Application, Print),
            applications::export::as_text,
        ),
        get(
            "/cases/{case_id}/applications/{application_id}/versions/{version}",
            (Application, View),
            applications::version::show,
        ),
        get(
            "/cases/{case_id}/applications/{application_id}/versions/{version}/pages/{page}",
            (Application, View),
            applications::version::page,
        ),
        post(
            "/cases/{case_id}/applications/{application_id}/versions/{version}/print",
            (Application, Print),
            printing::print::version,
        ),
        post(
            "/cases/{case_id}/applications/{application_id}/withdraw",
            (Application, Withdraw),
            applications::withdraw::withdraw,
        ),
        post(
            "/cases/{case_id}/applications/{application_id}/restore",
            (Application, Withdraw),
            applications::withdraw::restore,
        ),
    ]
}

fn batches() -> Vec<Route> {
    vec![
        get("/prints", (PrintBatch, List), batches::list::list),
        post("/prints", (PrintBatch, Create), batches::start::start),
        get("/prints/{batch_id}", (PrintBatch, View), batches::show::show),
        post(
            "/prints/{batch_id}/cancel",
            (PrintBatch, Withdraw),
            batches::cancel::cancel,
        ),
        get(
            "/prints/{batch_id}/parts/{part}",
            (PrintBatch, Print),
            batches::download::download,
        ),
    ]
}

fn robots_of_a_section() -> Vec<Route> {
    vec![
        get("/robots", (RobotTask, List), robots::list::list),
        get("/robots/{robot_task_id}", (RobotTask, View), robots::show::show),
        post(
            "/robots/{robot_task_id}/take-over",
            (RobotTask, Take),
            robots::act::take_over,
        ),
        post(
            "/robots/{robot_task_id}/put-back",
            (RobotTask, Take),
            robots::act::put_back,
        ),
        post(
            "/robots/{robot_task_id}/done",
            (RobotTask, Complete),
            robots::act::done,
        ),
        get(
            "/robots/{robot_task_id}/attempts/{robot_attempt_id}/screenshot",
            (RobotTask, View),
            robots::screenshot::screenshot,
        ),
        get("/robot-lists", (RobotTask, List), robot_lists::list::list),
        post("/robot-lists", (RobotTask, Create), robot_lists::create::create),
        get(
            "/robot-lists/{robot_list_id}",
            (RobotTask, View),
            robot_lists::show::show,
        ),
        get(
            "/robot-lists/{robot_list_id}/file",
            (RobotTask, Print),
            robot_lists::file::file,
        ),
        post(
            "/robot-lists/{robot_list_id}/results",
            (RobotTask, Complete),
            robot_lists::results::results,
        )
        .up_to(robot_lists::results::LIMIT),
        post(
            "/robot-lists/{robot_list_id}/give-up",
            (RobotTask, Take),
            robot_lists::give_up::give_up,
        ),
    ]
}

fn hand_off_and_queues() -> Vec<Route> {
    vec![
        get("/cases/{case_id}/hand-off", (HandOff, View), hand_off::show::show),
        post(
            "/cases/{case_id}/hand-off",
            (HandOff, Create),
            hand_off::send::send,
        ),
        get("/queue", (QueueItem, List), queue::list::list),
        get("/queue/{queue_item_id}", (QueueItem, View), queue::show::show),
        post(
            "/queue/{queue_item_id}/take",
            (QueueItem, Take),
            queue::move_on::take,
        ),
        post(
            "/queue/{queue_item_id}/put-back",
            (QueueItem, Take),
            queue::move_on::put_back,
        ),
        post(
            "/queue/{queue_item_id}/send-back",
            (QueueItem, SendBack),
            queue::send_back::send_back,
        ),
        post(
            "/queue/{queue_item_id}/provisional",
            (QueueItem, Complete),
            queue::move_on::enter_provisionally,
        ),
        post(
            "/queue/{queue_item_id}/complete",
            (QueueItem, Complete),
            queue::move_on::complete,
        ),
    ]
}
