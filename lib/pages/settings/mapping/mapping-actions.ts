import type { Context } from "hono";
import { Problem } from "../../../base/problem.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import { rereadDeliveries } from "../../../inbox/reread-deliveries.ts";
import type { StaffMember } from "../../../model/staff.ts";
import { fieldSamples } from "../../../settings/field-samples.ts";
import { readSetting } from "../../../settings/read-setting.ts";
import { saveSetting } from "../../../settings/save-setting.ts";
import { fieldMappingSetting } from "../../../vendors/cloudtalk/field-mapping-setting.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { leaveWithReread, takeReread } from "../../events/reread-notice.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { readForm } from "../read-form.ts";
import { readerOf } from "../reader-of.ts";
import { mappingFromForm } from "./mapping-form.ts";
import { type MappingPageParts, mappingPage, mappingPath, rereadLimit } from "./mapping-page.ts";
import { mappingTexts } from "./texts.ts";

/** For managers: the samples hold what customers' calls hold. */
export async function showMapping(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const { version, value } = await readSetting(reader.member, "field_mapping");
  const samples = await fieldSamples(reader.member, c.get("services").config.defaultCountry, value.fields);
  const { ids, left } = await olderReadings(reader.member);
  const reread = takeReread(c, reader.language);
  const notice = reread?.said ?? (takeNotice(c) === "saved" ? reader.t.saved : null);
  const older = ids.length + left;
  return c.html(
    mappingPage({ reader, version, mapping: value.fields, samples, shown: shownOf(c), notice, older }),
  );
}

/** `test` shows what the choice would change on the last deliveries; `save` tests first, and saves what loses none. */
export async function changeMapping(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const words = mappingTexts[reader.language];
  const typed = await readForm(c);
  const { fields, twice } = mappingFromForm(typed);
  const holds = await readSetting(reader.member, "field_mapping");
  const { defaultCountry } = c.get("services").config;
  const read = fieldMappingSetting.safeParse({ fields });
  const draft = twice === null && read.success ? fields : holds.value.fields;
  const samples = await fieldSamples(reader.member, defaultCountry, holds.value.fields, draft);
  const version = Number(typed.get("version"));
  const answer = (status: 200 | 409 | 422, more: Partial<MappingPageParts>) =>
    c.html(mappingPage({ reader, version, mapping: fields, samples, shown: shownOf(c), ...more }), status);

  if (twice !== null) return answer(422, { problem: words.twice(words.facts[twice]) });
  if (!read.success) return answer(422, { problem: words.tooLong });
  const lost = samples.filter(({ isLost }) => isLost).length;
  const wish = typed.get("do");
  if (wish === "save" && lost > 0) {
    return answer(422, { problem: words.lost(lost), isTest: true, isRisky: true });
  }
  if (wish !== "save" && wish !== "save-anyway") {
    return answer(200, { isTest: true, isRisky: lost > 0, notice: words.tested });
  }
  try {
    await saveSetting(c.get("services"), reader.member, "field_mapping", { fields }, version);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "conflict") throw error;
    return answer(409, { problem: reader.t.conflict, version: holds.version });
  }
  const shown = shownOf(c);
  return leaveWithNotice(c, "saved", shown === null ? mappingPath : `${mappingPath}?event=${shown}`);
}

/** "Read again" what was read with an older mapping: a piece, and how many are left. */
export async function rereadOlder(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "manager");
  const { ids, left } = await olderReadings(member);
  const report = await rereadDeliveries(c.get("services"), member, ids);
  return leaveWithReread(c, mappingPath, { ...report, call: null, left: report.left + left });
}

function olderReadings({ client }: Pick<StaffMember, "client">): Promise<{ ids: number[]; left: number }> {
  return callRpc(client, "events_to_reread", { most: rereadLimit }) as Promise<{
    ids: number[];
    left: number;
  }>;
}

function shownOf(c: Context): number | null {
  const id = c.req.query("event");
  return id && /^\d{1,15}$/.test(id) ? Number(id) : null;
}
