//! `POST /notices`: a portal's file becomes prepared cases.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_jobs::notices::{look, mapping, take_in};
use madoguchi_link::portals::{Notices, Problem};
use madoguchi_store::portal_notices::Received;

use super::list::{ListPage, Report};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;
use crate::upload::Upload;

/// How large the whole form may be, in bytes.
pub(crate) const LIMIT: usize = 65 * 1024 * 1024;

pub(crate) async fn receive(
    State(app): State<AppState>,
    officer: Officer,
    Upload { form, file }: Upload,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let mapping = mapping(&mut tx, form.raw("mapping")).await?;
    if mapping.is_none() {
        errors.add("mapping", "ファイルの種類を選んでください。");
    }
    if file.is_empty() {
        errors.add("file", "取り込むファイルを選んでください。");
    }
    let mut found = None;
    if let Some(mapping) = mapping.as_ref().filter(|_| !file.is_empty()) {
        match look(mapping.clone(), file.clone()).await {
            Ok(read) => found = Some(read),
            Err(error) => errors.add("file", format!("読み取れませんでした。{error}")),
        }
    }
    let Some(found) = found else {
        return Ok(Page::invalid(
            ListPage::load(&mut tx, &app, &officer, &form, &errors).await?,
        ));
    };
    if form.has("dry_run") {
        let page = ListPage::load(&mut tx, &app, &officer, &form, &errors).await?;
        return Ok(Page(page.with(looked_at(&found))).into_response());
    }
    let kind = mapping.as_ref().map_or("", |mapping| &*mapping.id);
    let received = take_in(&mut tx, kind, &file, &found, Some(officer.staff().id)).await?;
    if found.problems.is_empty() {
        officer.commit(tx).await?;
        return Ok(redirect_with(
            "/notices",
            &Flash::success(told(&received).join("、")),
        ));
    }
    let page = ListPage::load(&mut tx, &app, &officer, &form, &errors).await?;
    officer.commit(tx).await?;
    Ok(Page(page.with(Report {
        title: "取り込みました。確かめることがあります".into(),
        lines: told(&received),
        problems: problems(&found.problems),
    }))
    .into_response())
}

fn looked_at(found: &Notices) -> Report {
    Report {
        title: "調べた結果（まだ取り込んでいません）".into(),
        lines: vec![
            format!("取り込める申請：{}件", found.taken.len()),
            "取り込むときは、同じファイルをもう一度選び、「調べるだけ」の印を外してください。".into(),
        ],
        problems: problems(&found.problems),
    }
}

/// The counts in words, those that are nothing left out.
fn told(received: &Received) -> Vec<String> {
    let counts = [
        ("新しい申請", received.new),
        ("内容が変わった申請", received.changed),
        ("前と同じ申請", received.same),
        ("取り下げられた申請", received.withdrawn),
        ("来庁済み・取下げ済みのため変えなかった申請", received.closed),
    ];
    let some = counts.into_iter().filter(|(_, count)| *count > 0);
    let lines: Vec<String> = some.map(|(words, count)| format!("{words}：{count}件")).collect();
    if lines.is_empty() {
        vec!["申請はありませんでした".into()]
    } else {
        lines
    }
}

fn problems(all: &[Problem]) -> Vec<[String; 4]> {
    let effect = |refused| {
        if refused {
            "取り込めません"
        } else {
            "この項目を除いて取り込みます"
        }
    };
    all.iter()
        .map(|one| {
            [
                one.place.to_string(),
                one.item.clone(),
                one.problem.clone(),
                effect(one.refused).into(),
            ]
        })
        .collect()
}
