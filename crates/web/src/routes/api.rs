//! The routes of the API.

use axum::http::Method;

use super::Route;
use super::route::{for_programs, operation};
use crate::api::v1::{
    applications, cases, catalogue, core_files, events, judgements, notices, queue_items, residents,
    robot_tasks, statistics,
};
use crate::api::{docs, oauth, openapi_json};
use crate::policy::Action::{Complete, Create, List, Print, SendBack, Take, View};
use crate::policy::Resource::{
    Answer, Application, Case, CaseEvent, Catalogue, CoreFile, Guidance, HandOff, Judgement, Notice,
    QueueItem, Resident, RobotTask, Signature, Statistics,
};

/// The rows of the table.
pub(super) fn routes() -> Vec<Route> {
    let mut all = before_a_token();
    all.extend(to_read());
    all.extend(of_notices());
    all.extend(of_cases());
    all.extend(of_queues());
    all.extend(of_core_files());
    all.extend(of_robots());
    all
}

fn before_a_token() -> Vec<Route> {
    let get = Method::GET;
    vec![
        for_programs(&Method::POST, oauth::TOKEN_PATH, oauth::token::token),
        for_programs(
            &get,
            "/.well-known/oauth-authorization-server",
            oauth::metadata::metadata,
        ),
        for_programs(&get, "/api/v1/openapi.json", openapi_json),
        for_programs(&get, "/api/v1/docs", docs),
    ]
}

fn to_read() -> Vec<Route> {
    let (get, post) = (Method::GET, Method::POST);
    vec![
        operation(&get, "/api/v1/catalogue", (Catalogue, View), catalogue::show),
        operation(
            &get,
            "/api/v1/catalogue/procedures",
            (Catalogue, List),
            catalogue::procedures,
        ),
        operation(
            &get,
            "/api/v1/catalogue/procedures/{procedure}",
            (Catalogue, View),
            catalogue::procedure,
        ),
        operation(
            &get,
            "/api/v1/catalogue/facts",
            (Catalogue, List),
            catalogue::facts,
        ),
        operation(
            &post,
            "/api/v1/judgements",
            (Guidance, Create),
            judgements::judge_situation,
        ),
        operation(&get, "/api/v1/cases", (Case, List), cases::list::list),
        operation(&get, "/api/v1/cases/{case_id}", (Case, View), cases::show::show),
        operation(
            &get,
            "/api/v1/cases/{case_id}/judgements",
            (Judgement, View),
            cases::judgements::show,
        ),
        operation(
            &get,
            "/api/v1/cases/{case_id}/applications",
            (Application, View),
            applications::list,
        ),
        operation(
            &get,
            "/api/v1/cases/{case_id}/applications/{application_id}",
            (Application, View),
            applications::show,
        ),
        operation(
            &get,
            "/api/v1/cases/{case_id}/applications/{application_id}/pdf",
            (Application, Print),
            applications::pdf,
        ),
        operation(
            &get,
            "/api/v1/residents/{resident_id}",
            (Resident, View),
            residents::show::show,
        ),
        operation(
            &post,
            "/api/v1/residents/search",
            (Resident, List),
            residents::search::search,
        ),
        operation(&get, "/api/v1/events", (CaseEvent, List), events::list::list),
        operation(&get, "/api/v1/statistics", (Statistics, View), statistics::show),
    ]
}

fn of_cases() -> Vec<Route> {
    let post = Method::POST;
    vec![
        operation(&post, "/api/v1/cases", (Case, Create), cases::create::create),
        operation(
            &post,
            "/api/v1/cases/{case_id}/answers",
            (Answer, Create),
            cases::answers::answer,
        ),
        operation(
            &post,
            "/api/v1/cases/{case_id}/applications",
            (Application, Create),
            cases::prepare::prepare,
        ),
        operation(
            &post,
            "/api/v1/cases/{case_id}/applications/{application_id}/signature",
            (Signature, Create),
            applications::sign::sign,
        ),
        operation(
            &post,
            "/api/v1/cases/{case_id}/hand-off",
            (HandOff, Create),
            cases::hand_off::hand_off,
        ),
    ]
}

fn of_notices() -> Vec<Route> {
    let (get, post) = (Method::GET, Method::POST);
    vec![
        operation(&get, "/api/v1/notices", (Notice, List), notices::list::list),
        operation(
            &post,
            "/api/v1/notices",
            (Notice, Create),
            notices::receive::receive,
        )
        .up_to(notices::receive::LIMIT),
        operation(
            &get,
            "/api/v1/notices/{notice_id}",
            (Notice, View),
            notices::show::show,
        ),
        operation(
            &get,
            "/api/v1/notices/{notice_id}/attachments/{attachment}",
            (Notice, Print),
            notices::attachment::show,
        ),
        operation(
            &post,
            "/api/v1/notices/{notice_id}/case",
            (Case, Create),
            notices::begin::begin,
        ),
    ]
}

fn of_robots() -> Vec<Route> {
    let (get, post) = (Method::GET, Method::POST);
    vec![
        operation(
            &get,
            "/api/v1/robot-tasks",
            (RobotTask, List),
            robot_tasks::list::list,
        ),
        operation(
            &post,
            "/api/v1/robot-tasks/lease",
            (RobotTask, Take),
            robot_tasks::lease::lease,
        ),
        operation(
            &get,
            "/api/v1/robot-tasks/{robot_task_id}",
            (RobotTask, View),
            robot_tasks::show::show,
        ),
        operation(
            &post,
            "/api/v1/robot-tasks/{robot_task_id}/heartbeat",
            (RobotTask, Take),
            robot_tasks::heartbeat::heartbeat,
        ),
        operation(
            &post,
            "/api/v1/robot-tasks/{robot_task_id}/result",
            (RobotTask, Complete),
            robot_tasks::result::result,
        )
        .up_to(robot_tasks::result::LIMIT),
        operation(
            &post,
            "/api/v1/robot-tasks/{robot_task_id}/release",
            (RobotTask, Take),
            robot_tasks::release::release,
        ),
    ]
}

fn of_core_files() -> Vec<Route> {
    let (get, post) = (Method::GET, Method::POST);
    vec![
        operation(
            &get,
            "/api/v1/core-files",
            (CoreFile, List),
            core_files::list::list,
        ),
        operation(
            &post,
            "/api/v1/core-files",
            (CoreFile, Create),
            core_files::make::make_now,
        ),
        operation(
            &get,
            "/api/v1/core-files/{core_file_id}",
            (CoreFile, View),
            core_files::show::show,
        ),
        operation(
            &get,
            "/api/v1/core-files/{core_file_id}/rows",
            (CoreFile, View),
            core_files::rows::list,
        ),
        operation(
            &get,
            "/api/v1/core-files/{core_file_id}/content",
            (CoreFile, Print),
            core_files::content::show,
        ),
        operation(
            &post,
            "/api/v1/core-files/{core_file_id}/acknowledgements",
            (CoreFile, Complete),
            core_files::acknowledge::acknowledge,
        )
        .up_to(2 * 1024 * 1024),
        operation(
            &get,
            "/api/v1/cases/{case_id}/core-rows",
            (CoreFile, View),
            core_files::of_case::list,
        ),
    ]
}

fn of_queues() -> Vec<Route> {
    use queue_items::act;
    let (get, post) = (Method::GET, Method::POST);
    vec![
        operation(
            &get,
            "/api/v1/queue-items",
            (QueueItem, List),
            queue_items::list::list,
        ),
        operation(
            &get,
            "/api/v1/queue-items/{queue_item_id}",
            (QueueItem, View),
            queue_items::show::show,
        ),
        operation(
            &post,
            "/api/v1/queue-items/{queue_item_id}/take",
            (QueueItem, Take),
            act::take,
        ),
        operation(
            &post,
            "/api/v1/queue-items/{queue_item_id}/put-back",
            (QueueItem, Take),
            act::put_back,
        ),
        operation(
            &post,
            "/api/v1/queue-items/{queue_item_id}/send-back",
            (QueueItem, SendBack),
            act::send_back,
        ),
        operation(
            &post,
            "/api/v1/queue-items/{queue_item_id}/provisional",
            (QueueItem, Complete),
            act::provisional,
        ),
        operation(
            &post,
            "/api/v1/queue-items/{queue_item_id}/complete",
            (QueueItem, Complete),
            act::complete,
        ),
    ]
}
