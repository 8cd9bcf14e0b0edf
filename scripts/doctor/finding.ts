import type { Finding } from "../../lib/vendors/shared/finding.ts";

export { type Finding, fix, ok, skipped } from "../../lib/vendors/shared/finding.ts";

export interface Section {
  title: string;
  findings: Finding[];
}
