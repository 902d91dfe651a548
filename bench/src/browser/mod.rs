//! A browser without a screen, signed in to a server of ours.

mod client;
mod page;

pub(crate) use client::{Answer, Client};
pub(crate) use page::{Input, inputs, value};

/// Signs in; the client keeps session and form token.
pub(crate) fn sign_in(client: &mut Client, (name, password): (&str, &str)) -> Result<(), String> {
    let page = client.get("/sign-in")?.html();
    client.csrf = value(&page, "csrf");
    let form = [("name", name), ("password", password)];
    let answer = client.post("/sign-in", &fields(&form))?;
    expect(&answer, 303, "sign-in")?;
    client.csrf = value(&client.get("/")?.html(), "csrf");
    Ok(())
}

/// The fields of a form.
pub(crate) fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
    pairs.iter().map(owned).collect()
}

/// An error that tells what was asked, unless the answer has this status.
pub(crate) fn expect(answer: &Answer, status: u16, what: &str) -> Result<(), String> {
    if answer.status == status {
        return Ok(());
    }
    Err(format!("{what}: {} instead of {status}", answer.status))
}
