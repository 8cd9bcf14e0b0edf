import type { DevFile } from "./dev-file.ts";

export interface ReadyFacts {
  seconds: number;
  dataDir: string;
  /** The real Wasender that is used, or null for the simulated one. */
  realWasender: string | null;
}

/** What dev prints when it is ready: where to look, how to get in, what to do first. */
export function readyMessage(file: DevFile, { seconds, dataDir, realWasender }: ReadyFacts): string {
  const next = realWasender
    ? [
        `WHATSAPP_API_URL is set: messages go through ${realWasender} to real phones.`,
        "The simulator still plays CloudTalk; its own WhatsApp is not used.",
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
    `  Sign in     ${file.staff.email}   ${file.staff.password}`,
    `  Simulator   ${file.simulatorUrl}`,
    `  Supabase    ${file.supabaseUrl}`,
    "",
    ...next,
    `Ctrl-C stops it. The data stays in ${dataDir}; \`npm run dev -- --fresh\` starts empty.`,
    "",
  ].join("\n");
}
