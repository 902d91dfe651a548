// Chromium prints HTML: one browser and one page for all documents. CPU and memory are those of all its processes.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [documents, count, folder] = [readFileSync(process.argv[2], "utf8").trim().split("\n"), Number(process.argv[3]), process.argv[4]];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const version = browser.version();
const page = await browser.newPage();

// Every process below this one: the browser and its helpers, without ourselves.
function processes() {
    const parents = new Map();
    for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
        try {
            const stat = readFileSync(`/proc/${id}/stat`, "utf8");
            parents.set(id, stat.slice(stat.lastIndexOf(")") + 2).split(" "));
        } catch { /* it ended in between */ }
    }
    const below = (id) => {
        for (let at = id; parents.has(at); at = parents.get(at)[1]) if (parents.get(at)[1] === String(process.pid)) return true;
        return false;
    };
    return [...parents].filter(([id]) => below(id));
}
// Counted in hundredths of a second; what ended is in its parent's count.
const cpu = () => processes().reduce((sum, [, stat]) => sum + [11, 12, 13, 14].reduce((all, place) => all + Number(stat[place]), 0), 0) * 10;
const kilobytes = () => processes().reduce((sum, [id]) => {
    try {
        return sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))[1]);
    } catch { return sum; }
}, 0);

async function make(n) {
    await page.setContent(documents[n]);
    return page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
}
const first = await make(0);
writeFileSync(`${folder}/chromium.pdf`, first);
for (let n = 1; n <= 3; n++) await make(n);
const start = cpu();
let peak = 0;
for (let n = 0; n < count; n++) {
    await make(4 + n);
    if (n % 10 === 0) peak = Math.max(peak, kilobytes());
}
const spent = (cpu() - start) / count;
console.log(JSON.stringify({ engine: `Chromium ${version}`, documents: count, cpu_ms: spent, resident_kb: peak, bytes: first.length }));
await browser.close();
