// Looks at pages in Firefox, by WebDriver BiDi: node firefox.mjs FIREFOX < a list of addresses as JSON.
// Prints what is wrong as a list, each with its page.
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [executablePath] = process.argv.slice(2);
const looking = readFileSync(new URL("looking.js", import.meta.url), "utf8");
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const sizes = [[320, 800], [390, 844], [1280, 800]];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const found = [];
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await browser.newPage();
  for (const address of JSON.parse(readFileSync(0, "utf8"))) {
    const see = async (asked) => {
      for (const [check, where, wrong] of await page.evaluate((asked) => look.all(asked), asked)) {
        found.push(...wrong.map((each) => `${address}: ${check} ${where}: ${each}`));
      }
    };
    await page.goto(address);
    await page.evaluate(looking);
    await page.evaluate(axe);
    for (const [width, height] of sizes) {
      await page.setViewport({ width, height });
      await see(["width", "overlaps", "text"].map((check) => [check, `${width} px`]));
    }
    await see([["order"], ["barriers", "light", tags, []]]);
    const links = await page.evaluate(() => look.keys());
    for (let pressed = 0; pressed < links && links < 60; pressed++) await page.keyboard.press("Tab");
    if (links < 60) await see([["stepped"]]);
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
