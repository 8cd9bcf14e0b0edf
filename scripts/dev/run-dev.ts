import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { type SimulatorOptions, startSimulator } from "../../simulator/start-simulator.ts";
import { dataFolder } from "./data-folder.ts";
import { DevFailure } from "./dev-failure.ts";
import type { DevFile } from "./dev-file.ts";
import { devMembers } from "./dev-members.ts";
import { type DevSecrets, devSecrets } from "./dev-secrets.ts";
import { type DevSettings, type Environment, readDevSettings } from "./dev-settings.ts";
import { chosenSecrets, doorEnvironment, simulatedCloudtalkId } from "./door-environment.ts";
import { DoorServer } from "./door-server.ts";
import { lockDataDir } from "./lock-data-dir.ts";
import { freePortNear, requireFreePort } from "./ports.ts";
import { readEnvironment } from "./read-environment.ts";
import { readyMessage } from "./ready-message.ts";
import { shortenDatabaseErrors } from "./shorten-database-errors.ts";
import { signInLinks } from "./sign-in-links.ts";
import { startPlatform } from "./start-platform.ts";
import { tickClock } from "./tick-clock.ts";
import { waitUntilHealthy } from "./wait-until-healthy.ts";
import { watchCode } from "./watch-code.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

const root = join(import.meta.dirname, "..", "..");

export interface DevOptions {
  /** Delete the data first. */
  fresh: boolean;
  /** Fill an empty database with the pretend day. */
  day: boolean;
}

/** The whole system on this machine, until the signal. What it started it ends, last things first. */
export async function runDev(options: DevOptions, stop: AbortSignal): Promise<void> {
  const closers: (() => unknown)[] = [];
  try {
    await start(options, stop, closers);
    if (!stop.aborted) await new Promise((done) => stop.addEventListener("abort", done, { once: true }));
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

async function start(
  { fresh, day }: DevOptions,
  stop: AbortSignal,
  closers: (() => unknown)[],
): Promise<void> {
  const began = performance.now();
  const step = (text: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1)} s  ${text}`);

  const env = readEnvironment(join(root, ".env"));
  const settings = readDevSettings(env);
  const dataDir = resolve(settings.dataDir);
  settings.dataDir = dataDir;
  await mkdir(dataDir, { recursive: true });
  closers.push(lockDataDir(dataDir));
  const folder = dataFolder(dataDir);
  await requireFreePort(settings.port, "PORT");
  await requireFreePort(settings.supabasePort, "SUPABASE_PORT");
  if (settings.simulatorPort !== null) await requireFreePort(settings.simulatorPort, "SIMULATOR_PORT");
  await folder.prepare({ fresh });
  if (day || folder.isFilled()) refuseOutside(settings, env);
  const secrets = chosenSecrets(settings, await devSecrets(dataDir));
  shortenDatabaseErrors();

  const url = `http://127.0.0.1:${settings.port}`;
  const supabaseUrl = `http://127.0.0.1:${settings.supabasePort}`;
  const signIn = { url: supabaseUrl, monitorUrl: `${url}/monitor`, password: secrets.staffPassword };
  const { links, handle } = signInLinks(signIn, devMembers);
  step(
    day && !folder.isFilled() ? "starting the database, and living through a day" : "starting the database",
  );
  const platform = await startPlatform(settings, secrets, folder, { day, handle });
  closers.push(() => platform.close());
  if (stop.aborted) return;

  const simulator = await startSimulator({
    port: settings.simulatorPort ?? (await freePortNear(settings.port + 1)),
    productUrl: url,
    whatsappToken: secrets.whatsappApiToken,
    whatsappWebhookSecret: secrets.whatsappWebhookSecret,
    cloudtalkWebhookSecret: secrets.cloudtalkWebhookSecret,
    cloudtalkSigningSecret: secrets.cloudtalkSigningSecret,
    cloudtalkApiId: simulatedCloudtalkId,
    cloudtalkApiKey: secrets.cloudtalkApiKey,
    wasenderPersonalToken: secrets.wasenderPersonalToken,
    minIntervalMs: settings.minIntervalMs,
    dailyLimit: settings.dailyLimit,
    monitorUrl: `${url}/monitor`,
    firstContact: settings.firstContact,
    wasenderIsReal: settings.whatsappApiUrl !== null,
    metaIsReal: settings.metaGraphUrl !== null,
    cunnektIsReal: settings.cunnektBaseUrl !== null,
    ...pretended(settings, secrets),
    googleLeadsKey: env.GOOGLE_LEADS_KEY?.trim() || secrets.googleLeadsKey,
  });
  closers.push(() => simulator.close());
  if (stop.aborted) return;

  step(`starting the entry points (${migrated(platform.applied)})`);
  const addresses = {
    supabaseUrl: platform.url,
    whatsappApiUrl: settings.whatsappApiUrl ?? simulator.apiUrl,
    cloudtalkApiUrl: simulator.cloudtalkApiUrl,
    graphUrl: simulator.graphUrl,
    cunnektUrl: simulator.cunnektUrl,
  };
  const environment = doorEnvironment(env, settings, secrets, addresses);
  const doors = new DoorServer(settings.port, environment);
  closers.push(() => doors.stop());
  closers.push(watchCode(root, ["api", "lib", "vercel.json"], (file) => void reload(doors, file)));
  const reason = await doors.reload();
  if (reason) console.error(`The code does not load; dev waits for a change:\n${reason}`);
  while (!doors.isServing && !stop.aborted) await after(50);

  const clock = tickClock(url, secrets.cronSecret, stop);
  closers.push(() => clock);
  await waitUntilHealthy(url, stop);
  if (stop.aborted) return;

  const file: DevFile = {
    url,
    supabaseUrl: platform.url,
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
    simulatorUrl: simulator.url,
    staff: { email: devMembers.at(-1)!.email, password: secrets.staffPassword },
    members: links.map(({ member: { name, email, role } }) => ({ name, email, role })),
    whatsappWebhookSecret: secrets.whatsappWebhookSecret,
    cloudtalkWebhookSecret: secrets.cloudtalkWebhookSecret,
    cloudtalkSigningSecret: secrets.cloudtalkSigningSecret,
    metaVerifyToken: environment.META_WHATSAPP_VERIFY_TOKEN ?? "",
    metaAppSecret: environment.META_WHATSAPP_APP_SECRET ?? "",
    cunnektWebhookToken: environment.CUNNEKT_WEBHOOK_TOKEN ?? "",
    googleLeadsKey: environment.GOOGLE_LEADS_KEY ?? "",
    cronSecret: secrets.cronSecret,
    apiKey: secrets.apiKey,
  };
  await writeFileAtomically(folder.devJson, `${JSON.stringify(file, null, 2)}\n`);
  closers.push(() => folder.removeDevJson());
  const seconds = (performance.now() - began) / 1000;
  const shown = relative(process.cwd(), dataDir) || ".";
  console.log(
    readyMessage(file, {
      seconds,
      dataDir: shown,
      real: realAddresses(settings),
      links,
      isDay: folder.isFilled(),
    }),
  );
}

/** What the simulator's Meta and Cunnekt know, where they are used. */
function pretended(settings: DevSettings, secrets: DevSecrets): Pick<SimulatorOptions, "meta" | "cunnekt"> {
  const { metaAccessToken: accessToken, metaAppSecret: appSecret, metaVerifyToken: verifyToken } = secrets;
  const { cunnektApiKey: apiKey, cunnektWebhookToken: webhookToken } = secrets;
  return {
    ...(settings.metaGraphUrl === null && { meta: { accessToken, appSecret, verifyToken } }),
    ...(settings.cunnektBaseUrl === null && { cunnekt: { apiKey, webhookToken } }),
  };
}

/** The variables that lead to real vendors of WhatsApp, with where they lead. */
function realAddresses(settings: DevSettings): [variable: string, url: string][] {
  const all = [
    ["WHATSAPP_API_URL", settings.whatsappApiUrl],
    ["META_GRAPH_URL", settings.metaGraphUrl],
    ["CUNNEKT_BASE_URL", settings.cunnektBaseUrl],
  ] as const;
  return all.flatMap(([variable, url]) => (url === null ? [] : [[variable, url]]));
}

/** The people of the day are invented, their numbers may be somebody's. */
function refuseOutside(settings: DevSettings, env: Environment): void {
  const [real] = realAddresses(settings);
  const own = real?.[0] ?? (env.CLOUDTALK_API_ID?.trim() ? "CLOUDTALK_API_ID" : null);
  if (own === null) return;
  throw new DevFailure(
    `${own} leads to a real service, and the numbers of the pretend day may be somebody's: unset it, or start with --fresh and without --day.`,
  );
}

async function reload(doors: DoorServer, file: string): Promise<void> {
  const began = performance.now();
  try {
    const reason = await doors.reload();
    if (reason === null)
      console.log(`${file} changed: reloaded in ${Math.round(performance.now() - began)} ms`);
    else console.error(`${file} changed, but the code does not load; the old one stays:\n${reason}`);
  } catch (error) {
    console.error(`${file} changed, but the doors could not start:`, error);
  }
}

function migrated(applied: string[]): string {
  if (applied.length === 0) return "database as it was";
  return applied.length === 1 ? `applied ${applied[0]}` : `applied ${applied.length} migrations`;
}
