//! Where to print: what the administrator says of each form, in words beside the button.

use madoguchi_store::TenantTx;
use madoguchi_store::printer_hints::{self, PrinterHint};

use crate::error::PageError;
use crate::staff::applications::form_title;

/// A line for each form that has hints, or one for all where none has its own. An empty form id is a sheet of no form
/// (受付案内票).
pub(crate) async fn hints(tx: &mut TenantTx, forms: &[&str]) -> Result<Vec<String>, PageError> {
    let known = printer_hints::list(tx).await?;
    let general = known.iter().find(|hint| hint.form_id.is_empty());
    let mut own: Vec<String> = Vec::new();
    let mut without = false;
    for form in forms {
        match known
            .iter()
            .find(|hint| !form.is_empty() && hint.form_id == *form)
        {
            Some(hint) => {
                let line = format!("{}：{}", form_title(form), words(hint));
                if !own.contains(&line) {
                    own.push(line);
                }
            }
            None => without = true,
        }
    }
    if let Some(general) = general.filter(|_| without) {
        let all = words(general);
        own.push(if own.is_empty() {
            all
        } else {
            format!("そのほか：{all}")
        });
    }
    Ok(own)
}

/// The words of a hint.
pub(crate) fn words(hint: &PrinterHint) -> String {
    let copies = if hint.copies > 1 {
        format!("{}部", hint.copies)
    } else {
        String::new()
    };
    let parts = [&hint.printer, &hint.tray, &hint.paper, &copies];
    let said: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    said.join("・")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_says_what_it_has() {
        let mut hint = PrinterHint {
            form_id: String::new(),
            printer: "1階の複合機".into(),
            tray: String::new(),
            copies: 2,
            paper: "うぐいす色".into(),
        };
        assert_eq!(words(&hint), "1階の複合機・うぐいす色・2部");
        hint.copies = 1;
        assert_eq!(words(&hint), "1階の複合機・うぐいす色");
    }
}
