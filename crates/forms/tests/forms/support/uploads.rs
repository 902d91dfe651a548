//! PDFs as municipalities have them: one to fill in on the screen, one exported from a word processor, one scanned.

use std::fmt::Write as _;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use madoguchi_forms::{blank, pdf};

use super::{find, fonts, meta, municipality};

/// Objects of a file under construction, numbered from 1.
#[derive(Default)]
pub(crate) struct File(Vec<Vec<u8>>);

impl File {
    /// Adds an object; its number.
    pub(crate) fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.0.push(object.into());
        self.0.len()
    }

    /// Adds a stream.
    pub(crate) fn stream(&mut self, dictionary: &str, bytes: &[u8]) -> usize {
        let mut object = format!("<< {dictionary} /Length {} >>\nstream\n", bytes.len()).into_bytes();
        object.extend_from_slice(bytes);
        object.extend_from_slice(b"\nendstream");
        self.add(object)
    }

    /// The file with this object as its root.
    pub(crate) fn finish(self, root: usize) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (n, object) in self.0.iter().enumerate() {
            places.push(bytes.len());
            bytes.extend_from_slice(format!("{} 0 obj\n", n + 1).as_bytes());
            bytes.extend_from_slice(object);
            bytes.extend_from_slice(b"\nendobj\n");
        }
        let start = bytes.len();
        let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
        for place in &places {
            let _ = writeln!(end, "{place:010} 00000 n ");
        }
        let _ = write!(
            end,
            "trailer << /Size {} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n",
            places.len() + 1
        );
        bytes.extend_from_slice(end.as_bytes());
        bytes
    }
}

/// A string of a file in UTF-16.
fn string(text: &str) -> String {
    let mut hex = String::from("<FEFF");
    for unit in text.encode_utf16() {
        let _ = write!(hex, "{unit:04X}");
    }
    hex + ">"
}

/// A page with one drawing; the number of its object, with more entries of its dictionary.
fn page(
    file: &mut File,
    (width, height): (f32, f32),
    drawing: &str,
    resources: &str,
    more: &str,
) -> (usize, usize) {
    let content = file.stream("", drawing.as_bytes());
    let page = file.add(format!(
        "<< /Type /Page /MediaBox [0 0 {width} {height}] /Contents {content} 0 R /Resources << {resources} >> /Parent {} 0 R {more} >>",
        content + 2
    ));
    let pages = file.add(format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>"));
    (page, pages)
}

/// A font that is not carried with the file, as old word processors leave it.
fn japanese_font(file: &mut File) -> usize {
    let descriptor = file.add(
        "<< /Type /FontDescriptor /FontName /Ryumin-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>",
    );
    let descendant = file.add(format!(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> /FontDescriptor {descriptor} 0 R /DW 1000 >>"
    ));
    file.add(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light-UniJIS-UTF16-H /Encoding /UniJIS-UTF16-H /DescendantFonts [{descendant} 0 R] >>"
    ))
}

/// Draws a text with that font.
fn text(drawing: &mut String, x: f32, y: f32, size: f32, text: &str) {
    let mut hex = String::new();
    for unit in text.encode_utf16() {
        let _ = write!(hex, "{unit:04X}");
    }
    let _ = writeln!(drawing, "BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET");
}

fn ruled(drawing: &mut String, x: f32, y: f32, w: f32, h: f32) {
    let _ = writeln!(drawing, "0.8 w {x} {y} {w} {h} re S");
}

/// A form to fill in on the screen, with fields of its own, a landscape page that is stored upright.
pub(crate) fn fillable() -> Vec<u8> {
    let mut drawing = String::new();
    text(&mut drawing, 60.0, 770.0, 18.0, "犬の登録事項変更届");
    for (n, label) in ["所有者の氏名", "所有者の住所", "電話番号"].iter().enumerate() {
        let y = 700.0 - 40.0 * f32::from(u16::try_from(n).expect("few"));
        ruled(&mut drawing, 60.0, y, 110.0, 30.0);
        ruled(&mut drawing, 170.0, y, 330.0, 30.0);
        text(&mut drawing, 66.0, y + 10.0, 11.0, label);
    }
    text(&mut drawing, 66.0, 560.0, 11.0, "□転入　　□転居");
    let mut file = File::default();
    let font = japanese_font(&mut file);
    let fields = [
        ("owner.name", "", [172.0, 702.0, 498.0, 728.0], "/FT /Tx"),
        (
            "owner.address",
            "所有者の住所",
            [172.0, 662.0, 498.0, 688.0],
            "/FT /Tx",
        ),
        ("tel", "", [172.0, 622.0, 498.0, 648.0], "/FT /Tx"),
        (
            "zip",
            "郵便番号",
            [172.0, 590.0, 300.0, 610.0],
            "/FT /Tx /Ff 16777216 /MaxLen 7",
        ),
        (
            "moved_in",
            "転入",
            [400.0, 555.0, 412.0, 567.0],
            "/FT /Btn /AP << /N << /Yes null /Off null >> >>",
        ),
        (
            "print",
            "印刷する",
            [420.0, 30.0, 500.0, 50.0],
            "/FT /Btn /Ff 65536",
        ),
    ];
    let mut numbers = Vec::new();
    for (name, words, rect, kind) in fields {
        let words = if words.is_empty() {
            String::new()
        } else {
            format!("/TU {}", string(words))
        };
        let [a, b, c, d] = rect;
        numbers.push(file.add(format!(
            "<< /Type /Annot /Subtype /Widget /T {} {words} /Rect [{a} {b} {c} {d}] {kind} >>",
            string(name)
        )));
    }
    let list = numbers
        .iter()
        .map(|n| format!("{n} 0 R"))
        .collect::<Vec<_>>()
        .join(" ");
    let (_, pages) = page(
        &mut file,
        (595.0, 842.0),
        &drawing,
        &format!("/Font << /F1 {font} 0 R >>"),
        &format!("/Annots [{list}]"),
    );
    let root = file.add(format!(
        "<< /Type /Catalog /Pages {pages} 0 R /AcroForm << /Fields [{list}] >> >>"
    ));
    file.finish(root)
}

/// A form without fields, turned by a quarter in the file, and its words in a font that is not carried with it.
pub(crate) fn turned(degrees: u16) -> Vec<u8> {
    let mut drawing = String::from("q 0 1 -1 0 595 0 cm\n");
    text(&mut drawing, 60.0, 520.0, 18.0, "水道使用開始届");
    for (n, label) in ["使用者氏名", "新住所", "電話番号"].iter().enumerate() {
        let y = 440.0 - 40.0 * f32::from(u16::try_from(n).expect("few"));
        ruled(&mut drawing, 60.0, y, 110.0, 30.0);
        ruled(&mut drawing, 170.0, y, 500.0, 30.0);
        text(&mut drawing, 66.0, y + 10.0, 11.0, label);
    }
    text(&mut drawing, 520.0, 490.0, 11.0, "令和　　年　　月　　日");
    ruled(&mut drawing, 510.0, 480.0, 160.0, 26.0);
    drawing.push_str("Q\n");
    let mut file = File::default();
    let font = japanese_font(&mut file);
    let (_, pages) = page(
        &mut file,
        (595.0, 842.0),
        &drawing,
        &format!("/Font << /F1 {font} 0 R >>"),
        &format!("/Rotate {degrees}"),
    );
    let root = file.add(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    file.finish(root)
}

/// A form of ours as any program would export it: ruled lines and words.
pub(crate) fn exported() -> Vec<u8> {
    let fonts = fonts();
    let laid = blank(find("seal_registration_application"), &municipality(), &fonts);
    pdf(&[laid], &fonts, &meta("印鑑登録申請書")).expect("a conforming PDF")
}

/// The same form printed, and scanned a little askew.
pub(crate) fn scanned() -> Vec<u8> {
    const SCALE: f32 = 150.0 / 72.0;
    let source = Pdf::new(exported()).unwrap_or_else(|_| panic!("a readable PDF"));
    let page_of_it = source.pages().first().expect("a page");
    let pixels = PixmapSettings {
        x_scale: SCALE,
        y_scale: SCALE,
        bg_color: WHITE,
    };
    let pixmap = render(
        page_of_it,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &pixels,
    );
    let (width, height) = (usize::from(pixmap.width()), usize::from(pixmap.height()));
    let data = pixmap.data();
    let mut grey = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            // A quarter of a degree: a column of 230 pixels slips by one.
            let from = (y + x / 230).min(height - 1);
            let across = (x + (height - y) / 230).min(width - 1);
            // The paper is not quite white, the ink not quite black.
            grey.push(data[from * width + across].g / 10 * 8 + 30);
        }
    }
    image_page(width, height, &grey)
}

/// A page of A4 that is one picture in shades of grey.
fn image_page(width: usize, height: usize, grey: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, grey).expect("memory");
    let packed = encoder.finish().expect("memory");
    let mut file = File::default();
    let image = file.stream(
        &format!("/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"),
        &packed,
    );
    let (_, pages) = page(
        &mut file,
        (595.0, 842.0),
        "q 595 0 0 842 0 0 cm /Im0 Do Q",
        &format!("/XObject << /Im0 {image} 0 R >>"),
        "",
    );
    let root = file.add(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    file.finish(root)
}

/// Pages of this size in points.
pub(crate) fn sized(width: f32, height: f32, count: usize) -> Vec<u8> {
    let mut file = File::default();
    let content = file.stream("", b"");
    let pages = content + count + 1;
    let kids: Vec<String> = (0..count)
        .map(|_| {
            let page = file.add(format!(
                "<< /Type /Page /MediaBox [0 0 {width} {height}] /Contents {content} 0 R /Parent {pages} 0 R >>"
            ));
            format!("{page} 0 R")
        })
        .collect();
    let pages = file.add(format!(
        "<< /Type /Pages /Kids [{}] /Count {count} >>",
        kids.join(" ")
    ));
    let root = file.add(format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    file.finish(root)
}

/// A form that a program makes up as it is opened.
pub(crate) fn xfa() -> Vec<u8> {
    let mut file = File::default();
    let packet = file.stream("", b"<xdp/>");
    let (_, pages) = page(&mut file, (595.0, 842.0), "", "", "");
    let root = file.add(format!(
        "<< /Type /Catalog /Pages {pages} 0 R /NeedsRendering true /AcroForm << /Fields [] /XFA {packet} 0 R >> >>"
    ));
    file.finish(root)
}

/// A file encrypted with passwords: to open it, and to change it.
pub(crate) fn encrypted(open: &str, change: &str) -> Vec<u8> {
    use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions};
    let mut document = lopdf::Document::load_mem(&fillable()).expect("a readable PDF");
    let id = Object::string_literal(b"0123456789ABCDEF".to_vec());
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: change,
        user_password: open,
        key_length: 128,
        permissions: Permissions::empty(),
    };
    let state = EncryptionState::try_from(version).expect("a key");
    document.encrypt(&state).expect("encrypted");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory");
    bytes
}
