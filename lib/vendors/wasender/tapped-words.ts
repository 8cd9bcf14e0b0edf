import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";

/** What stands on the button or row that a person tapped, else its id (WAProto). */
export function tappedWords(content: JsonRecord): string | null {
  const button = asRecord(content.buttonsResponseMessage);
  const template = asRecord(content.templateButtonReplyMessage);
  const list = asRecord(content.listResponseMessage);
  const flow = asRecord(content.interactiveResponseMessage);
  return (
    asText(button.selectedDisplayText) ??
    asText(button.selectedButtonId) ??
    asText(template.selectedDisplayText) ??
    asText(template.selectedId) ??
    asText(list.title) ??
    asText(asRecord(list.singleSelectReply).selectedRowId) ??
    asText(asRecord(flow.body).text) ??
    asText(asRecord(flow.nativeFlowResponseMessage).name)
  );
}
