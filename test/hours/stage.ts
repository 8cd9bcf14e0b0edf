import type { HoursSetting } from "../../lib/settings/hours-setting.ts";
import { type Kit, kit } from "../support/kit.ts";

type Window = [from: string, until: string];
type Week = Partial<Record<keyof HoursSetting["weekdays"], Window[]>>;

/** A setting with these windows on these weekdays, and none on the others. */
export function hours(week: Week, over: Partial<HoursSetting> = {}): HoursSetting {
  const day = (windows: Window[] = []) => windows.map(([from, until]) => ({ from, until }));
  return {
    weekdays: {
      mon: day(week.mon),
      tue: day(week.tue),
      wed: day(week.wed),
      thu: day(week.thu),
      fri: day(week.fri),
      sat: day(week.sat),
      sun: day(week.sun),
    },
    holidays: [],
    italianHolidays: false,
    useContactTimeZone: true,
    ...over,
  };
}

/** The same windows on each day. */
export const daily = (...windows: Window[]) =>
  hours({
    mon: windows,
    tue: windows,
    wed: windows,
    thu: windows,
    fri: windows,
    sat: windows,
    sun: windows,
  });

/** A product whose worker is the test, at a local time of its own, with hours as a manager would save them. */
export async function stage(value: HoursSetting, at: string) {
  const k: Kit = await kit();
  await k.product.db.freezeClock(at);
  await k.save("hours", value);
  return {
    ...k,
    at: (iso: string) => k.product.db.freezeClock(iso),
    /** What follow-ups of calls that ended long ago have lost. */
    notLive: () => k.sql`update whatsapp_messages set live_until = due_at`,
    zone: (n: number, zone: string) =>
      k.sql`update contacts c set time_zone = ${zone} from whatsapp_messages m
        where m.contact_id = c.id and m.recipient = ${`+39333${1_000_000 + n}`}`,
  };
}
