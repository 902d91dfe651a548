//! The program, as others start it.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A desk that runs; it ends with this.
pub(crate) struct Running {
    child: Child,
    /// What it says when it is ready.
    pub(crate) ready: Value,
}

/// Whether a process may have namespaces, as root or as a user who is root in one.
fn namespaces() -> bool {
    let allowed = |as_user: &[&str]| {
        let mut unshare = Command::new("unshare");
        unshare
            .args(as_user)
            .args(["--net", "--mount", "--pid", "--fork", "true"]);
        unshare.stderr(Stdio::null()).status().unwrap().success()
    };
    allowed(&[]) || allowed(&["--map-root-user"])
}

impl Running {
    /// Starts a desk with the people that come with the program; none, and a word about it, where the machine lets nobody
    /// have namespaces of their own (some sandboxes), so that there is nothing to be shown.
    pub(crate) fn start() -> Option<Self> {
        if !namespaces() {
            eprintln!("not shown here: this machine allows no namespaces");
            return None;
        }
        let people = concat!(env!("CARGO_MANIFEST_DIR"), "/people.example.json");
        let mut child = Command::new(env!("CARGO_BIN_EXE_madoguchi-virtual-card"))
            .args(["desk", "--people", people, "--seed", "7"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let Ok(ready) = serde_json::from_str(&line) else {
            let mut why = String::new();
            child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
            panic!("the desk did not start, so nothing is proved: {why}");
        };
        Some(Self { child, ready })
    }

    pub(crate) fn address(&self) -> &str {
        self.ready["desk"].as_str().unwrap()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.ready[name].as_str().unwrap().into()
    }

    pub(crate) fn directory(&self) -> PathBuf {
        self.file("anchors").parent().unwrap().to_owned()
    }

    /// `POST` with JSON; gives the status.
    pub(crate) fn post(&self, path: &str, body: &Value) -> u16 {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let url = format!("{}{path}", self.address());
        agent
            .post(url)
            .header("content-type", "application/json")
            .send(body.to_string())
            .unwrap()
            .status()
            .as_u16()
    }

    /// `GET`, as JSON.
    pub(crate) fn get(&self, path: &str) -> Value {
        let mut answer = ureq::get(format!("{}{path}", self.address())).call().unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }

    /// Puts a card down, and waits until the service has noticed.
    pub(crate) fn put(&self, reader: usize, person: &str) {
        let put = serde_json::json!({ "person": person });
        assert_eq!(self.post(&format!("/readers/{reader}/card"), &put), 204);
        self.inside("wait_for_card", &[("READER", &reader.to_string())]);
    }

    /// Takes a card away, and waits until the service has noticed.
    pub(crate) fn take(&self, reader: usize) {
        let url = format!("{}/readers/{reader}/card", self.address());
        assert_eq!(ureq::delete(url).call().unwrap().status().as_u16(), 204);
        self.inside("wait_for_no_card", &[("READER", &reader.to_string())]);
    }

    /// Runs a program that talks to the private service.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("PCSCLITE_CSOCK_NAME", self.file("pcsc_socket"));
        command
    }

    /// Runs a program; gives whether it went well, and all it wrote.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) -> (bool, String) {
        let output = self.command(program).args(arguments).output();
        let output = output.unwrap_or_else(|error| panic!("{program} cannot be run: {error}"));
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    }

    /// Runs one of the tests of [`crate::inside`] in a process that talks to the private service; gives what it wrote
    /// after `SAYS `.
    pub(crate) fn inside(&self, test: &str, variables: &[(&str, &str)]) -> Value {
        let output = self
            .command(std::env::current_exe().unwrap().to_str().unwrap())
            .args(["--exact", &format!("inside::{test}"), "--ignored", "--nocapture"])
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{test}: {said}{errors}");
        assert!(said.contains("1 passed"), "{test} did not run: {said}");
        said.lines()
            .find_map(|line| line.split_once("SAYS "))
            .map_or(Value::Null, |(_, json)| serde_json::from_str(json).unwrap())
    }

    /// Kills the program without a chance to tidy up.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
