// The last line of a run: how many tests passed and failed, from vitest's JSON report.
import { readFileSync } from "node:fs";

const text = readFileSync(process.argv[2], "utf8");
if (!text) {
  console.log("0 passed, 1 failed");
  console.error("vitest ended before it wrote its report: see above.");
  process.exit(1);
}
const report = JSON.parse(text);
// A file that does not load has no tests of its own, and is a failure all the same.
const brokenFiles = report.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.length === 0,
);
const failed = report.numFailedTests + brokenFiles.length;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
if (failed > 0 || report.numPassedTests === 0) process.exit(1);
