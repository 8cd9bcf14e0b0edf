import { pretendSubject } from "../pretend-vendor/subject.ts";
import type { Subject } from "./subject.ts";
import { cloudtalkSubject } from "./subjects/cloudtalk.ts";
import { cunnektSubject } from "./subjects/cunnekt.ts";
import { googleLeadsSubject } from "./subjects/google-leads.ts";
import { metaSubject } from "./subjects/meta.ts";
import { metaLeadsSubject } from "./subjects/meta-leads.ts";
import { wasenderSubject } from "./subjects/wasender.ts";

/** Every vendor of the list, and one that there is not. vendor.test.ts sees that none is missing. */
export const subjects: Subject[] = [
  cloudtalkSubject,
  wasenderSubject,
  metaSubject,
  cunnektSubject,
  googleLeadsSubject,
  metaLeadsSubject,
  pretendSubject,
];

export const all = subjects.map(({ vendor }) => vendor);

/** In which all of them work. */
export const wholeEnv = Object.assign({}, ...subjects.map(({ env }) => env)) as Record<string, string>;

type With<Part extends keyof Subject> = Subject & Required<Pick<Subject, Part>>;

/** Those that have this part, by name, as `describe.each` takes them. */
export function subjectsWith<Part extends keyof Subject>(part: Part): [string, With<Part>][] {
  return subjects.flatMap((subject) =>
    subject[part] === undefined ? [] : [[subject.vendor.name, subject as With<Part>] as [string, With<Part>]],
  );
}
