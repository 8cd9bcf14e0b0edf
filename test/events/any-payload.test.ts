import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProduct, fixture, type Product } from "../support/product.ts";

/**
 * I14 with payloads nobody thought of: whatever a verified sender posts, the door answers 200 or a clear 4xx, keeps one
 * row for it, and no event ends as failed.
 */
let product: Product;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
});
afterAll(() => product.close());

const names = {
  cloudtalk: [
    "cloudtalk-call-ended-answered",
    "cloudtalk-native-call-ended-answered",
    "cloudtalk-voiceagent-nested-data",
  ],
  wasender: [
    "wasender-messages-received-text",
    "wasender-messages-upsert-array",
    "wasender-messages-received-document-pdf",
    "wasender-messages-upsert-fromme-echo",
    "wasender-message-update-read",
    "wasender-message-sent-success",
    "wasender-messages-reaction",
    "wasender-session-status-connected",
  ],
};

const odd = fc.oneof(
  fc.constantFrom(
    null,
    true,
    "",
    " ",
    "\u0000",
    "\ud83d",
    "{{ x }}",
    0,
    -1,
    1e308,
    2 ** 53,
    "9".repeat(40),
    [],
    {},
    [[]],
    "x".repeat(5_000),
  ),
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A fixture in which some of its values, wherever they stand, were replaced by odd ones. */
const mutated = (fixtures: string[]) =>
  fc
    .tuple(fc.constantFrom(...fixtures), fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 3 }))
    .map(([name, changes]) => {
      const body = fixture(name);
      for (const [place, value] of changes) {
        const places = everyPlace(body);
        const [holder, key] = places[place % places.length]!;
        holder[key] = value;
      }
      return body as unknown;
    });

function everyPlace(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [
    [holder, key] as [Record<string, unknown>, string],
    ...everyPlace(holder[key]),
  ]);
}

describe("any payload ends in one of the five ways, and never fails", () => {
  test.for(["cloudtalk", "wasender"] as const)("%s", { timeout: 60_000 }, async (source) => {
    let posted = 0;
    const post = source === "cloudtalk" ? product.postCloudtalk : product.postWasender;
    await fc.assert(
      fc.asyncProperty(mutated(names[source]), async (body) => {
        const response = await post(body);
        posted += 1;
        expect([200, 400, 415, 422]).toContain(response.status);
      }),
      { numRuns: 250 },
    );
    const outcomes = await product.db.sql`select outcome, reason, detail, count(*)::int from webhook_requests
      where source = ${source} group by 1, 2, 3`;
    expect(outcomes.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(posted);
  });
});
