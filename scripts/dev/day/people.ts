import { answered } from "./people/answered.ts";
import { done } from "./people/done.ts";
import { waiting } from "./people/waiting.ts";
import type { Story } from "./story.ts";

/** Everybody of the day. Names are invented. */
export const people: readonly Story[] = [...answered, ...done, ...waiting];
