// What a PDF says and looks like, by poppler's tools.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function withFile(bytes, work) {
  const folder = mkdtempSync(join(tmpdir(), 'mado-pdf-'));
  try {
    const file = join(folder, 'document.pdf');
    writeFileSync(file, bytes);
    return work(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The text, code point by code point as the file says it. */
export function text(bytes) {
  return withFile(bytes, (file) => execFileSync('pdftotext', ['-enc', 'UTF-8', '-layout', file, '-'], { encoding: 'utf8' }));
}

/** How many pages there are. */
export function pages(bytes) {
  const information = withFile(bytes, (file) => execFileSync('pdfinfo', [file], { encoding: 'utf8' }));
  return Number(/^Pages:\s+(\d+)/m.exec(information)[1]);
}

/** One page (from 1) as a PNG of the given size in pixels. */
export function picture(bytes, page, { width, height }) {
  return withFile(bytes, (file, folder) => {
    const size = ['-scale-to-x', String(width), '-scale-to-y', String(height)];
    execFileSync('pdftoppm', ['-png', '-f', String(page), '-l', String(page), ...size, file, join(folder, 'page')]);
    return readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.png'))));
  });
}
