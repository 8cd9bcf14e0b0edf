import { HttpResponse, http } from "msw";
import { fixture, type Product } from "../support/product.ts";

export const keys = { CLOUDTALK_API_ID: "key-id", CLOUDTALK_API_KEY: "key-secret-of-the-tests" };

/** A row of CloudTalk's list; `over` changes its `Cdr`. */
export function row(over: Record<string, unknown> = {}) {
  const [first] = fixture("cloudtalk-rest-calls-index").responseData.data;
  return { ...first, Cdr: { ...first.Cdr, ...over } };
}

/** CloudTalk's `GET /calls/index.json` for one product: what it has, and what it was asked. */
export function cloudtalkList(product: Product) {
  const list = {
    pages: [fixture("cloudtalk-rest-calls-index").responseData.data as object[]],
    asked: [] as { query: Record<string, string>; headers: Headers }[],
    answer: null as (() => Response) | null,
  };
  product.wasender.use(
    http.get("https://my.cloudtalk.io/api/calls/index.json", ({ request }) => {
      const query = Object.fromEntries(new URL(request.url).searchParams);
      list.asked.push({ query, headers: request.headers });
      if (list.answer) return list.answer();
      const page = Number(query.page);
      return HttpResponse.json({
        responseData: {
          itemsCount: list.pages.flat().length,
          pageCount: list.pages.length,
          pageNumber: page,
          limit: 1000,
          data: list.pages[page - 1] ?? [],
        },
      });
    }),
  );
  return list;
}
