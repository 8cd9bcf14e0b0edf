// npm run check:contracts -- FOLDER: our side of the Graph API against Meta's published examples, of which the folder holds
// messages-request-examples.json, messages-response-examples.json, webhook-examples.json and error-examples.json.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkAnswers } from "./contracts/check-answers.ts";
import { checkErrors } from "./contracts/check-errors.ts";
import { checkRequests } from "./contracts/check-requests.ts";
import { checkWebhooks } from "./contracts/check-webhooks.ts";
import type { Contract } from "./contracts/part.ts";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("Name the folder with the published examples: npm run check:contracts -- FOLDER");
  process.exit(1);
}
const requests = await examples("messages-request");
const parts = [
  await checkRequests(requests),
  await checkAnswers(await examples("messages-response"), requests),
  checkWebhooks(await examples("webhook")),
  checkErrors(await examples("error")),
];
for (const part of parts) report(part);
process.exitCode = parts.some(({ broken }) => broken.length > 0) ? 1 : 0;

function report({ title, held, left, broken }: Contract): void {
  const all = held.length + left.length + broken.length;
  console.log(`${broken.length === 0 ? "ok " : "not ok "} ${title}: ${held.length} of ${all}`);
  for (const { name, why } of left) console.log(`     left out  ${name}: ${why}`);
  for (const { name, why } of broken) console.log(`     broken    ${name}: ${why}`);
}

// biome-ignore lint/suspicious/noExplicitAny: published bodies of every shape.
async function examples(name: string): Promise<Record<string, any>> {
  const file = join(folder!, `${name}-examples.json`);
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    console.error(`${file} cannot be read: ${(error as Error).message}`);
    process.exit(1);
  }
}
