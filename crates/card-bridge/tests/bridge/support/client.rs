//! A client that sends exactly what it is told, so that a test can be any page.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// A request.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Call {
    pub(crate) fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: vec![],
            body: vec![],
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self
    }

    pub(crate) fn body(mut self, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("Content-Type", kind)
    }

    fn written(&self, address: SocketAddr) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        if !self.headers.iter().any(|(name, _)| *name == "Host") {
            write!(head, "Host: {address}\r\n").unwrap();
        }
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        let length = self.body.len();
        write!(head, "Content-Length: {length}\r\nConnection: close\r\n\r\n").unwrap();
        [head.as_bytes(), &self.body].concat()
    }

    /// Sends it and reads the whole answer, which is added to `traffic`.
    pub(crate) fn send(&self, address: SocketAddr, traffic: &Mutex<Vec<u8>>) -> Answer {
        let mut stream = TcpStream::connect(address).unwrap();
        // Who refuses early may not read the rest.
        let _ = stream.write_all(&self.written(address));
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        traffic.lock().unwrap().extend(&bytes);
        Answer::parse(&bytes)
    }

    /// Sends it and leaves the answer open.
    pub(crate) fn listen(&self, address: SocketAddr, traffic: Arc<Mutex<Vec<u8>>>) -> Events {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(&self.written(address)).unwrap();
        Events {
            lines: BufReader::new(stream),
            traffic,
        }
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let mut found = lines
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value);
        found.next()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.body))
    }

    /// The code of a refusal, or of a failure.
    pub(crate) fn code(&self) -> String {
        let json = self.json();
        let code = json.get("code").unwrap_or(&json["outcome"]["failed"]["code"]);
        code.as_str().unwrap_or_default().to_owned()
    }
}

/// An open stream of events.
pub(crate) struct Events {
    lines: BufReader<TcpStream>,
    traffic: Arc<Mutex<Vec<u8>>>,
}

impl Events {
    /// The next event; none when the stream ends.
    pub(crate) fn next(&mut self) -> Option<Value> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            self.traffic.lock().unwrap().extend(line.as_bytes());
            if let Some(event) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(event.trim()).unwrap());
            }
        }
    }

    /// Reads on until an event is this one.
    pub(crate) fn until(&mut self, wanted: &Value) {
        while self.next().expect("the stream goes on") != *wanted {}
    }
}
