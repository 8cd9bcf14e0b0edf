import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { DayFile } from "./day-files.ts";

export interface PretendVendors {
  /** On this machine, without an end. */
  url: string;
  /** What stands behind the message with this id. */
  offer(whatsappId: string, file: DayFile): void;
  close(): Promise<void>;
}

/** What the product asks of Wasender and CloudTalk while it fetches files and tells of bills: nobody outside is asked. */
export async function pretendVendors(): Promise<PretendVendors> {
  const files = new Map<string, DayFile>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    const json = (body: object) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
    };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const file = files.get(path.replace("/files/", ""));
    if (file) {
      response.setHeader("content-type", file.mimeType);
      response.end(file.bytes);
    } else if (path === "/wasender/decrypt-media") {
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as {
        data: { messages: { key: { id: string } } };
      };
      json({ success: true, publicUrl: `${url}/files/${data.messages.key.id}` });
    } else if (path.startsWith("/cloudtalk/")) {
      json({ responseData: { status: 200, data: {} } });
    } else {
      response.statusCode = 404;
      json({ success: false });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    offer: (id, file) => void files.set(id, file),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
