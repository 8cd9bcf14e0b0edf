import { roleWords } from "../staff/parse-arguments.ts";
import type { DevFile } from "./dev-file.ts";

import type { SignInLinks } from "./sign-in-links.ts";

export interface ReadyFacts {
  seconds: number;
  dataDir: string;
  /** Variables that lead to real vendors of WhatsApp, and where; the others are the simulator's. */
  real: [variable: string, url: string][];
  links: SignInLinks["links"];
  /** The database holds the pretend day. */
  isDay: boolean;
}

/** What dev prints when it is ready: where to look, how to get in, what to do first. */
export function readyMessage(file: DevFile, { seconds, dataDir, real, links, isDay }: ReadyFacts): string {
  const next = real.length
    ? [
        ...real.map(([variable, url]) => `${variable} is set: messages go through ${url} to real phones.`),
        `The simulator still plays CloudTalk; ${real.length === 3 ? "its own WhatsApp is not used" : "it plays no story"}.`,
      ]
    : [
        'Try it: open the simulator and press "Play the story": a call ends, the message arrives on',
        "the customer's phone, the answer raises the flag. The monitor shows each step.",
      ];
  return [
    "",
    `Aftercall is ready (${seconds.toFixed(1)} s).`,
    "",
    `  Monitor     ${file.url}/monitor`,
    `  Simulator   ${file.simulatorUrl}`,
    `  Supabase    ${file.supabaseUrl}`,
    "",
    "Sign in with a link (each works once), or with e-mail and password at the monitor:",
    ...links.flatMap(({ member, url }) => [
      `  ${member.name}, ${roleWords[member.role]}   ${member.email}   ${file.staff.password}`,
      `    ${url}`,
    ]),
    "",
    ...(isDay
      ? ["A believable working day is in it: 60 people, what they wrote and what colleagues did.", ""]
      : []),
    ...next,
    `Ctrl-C stops it. The data stays in ${dataDir}; \`npm run dev -- --fresh\` starts empty, and`,
    "`npm run dev -- --fresh --day` with a believable working day.",
    "",
  ].join("\n");
}
