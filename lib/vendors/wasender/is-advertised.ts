import { asRecord, type JsonRecord } from "../shared/as-record.ts";

/** A later message of the chat keeps the advertisement's marks, with how long ago it was tapped (WAProto, ContextInfo). */
const mostSeconds = 60;

/** Whether a tap on an advertisement made this text: its words are the advertiser's, or there are none. */
export function isAdvertised(contextInfo: JsonRecord): boolean {
  const ad = asRecord(contextInfo.externalAdReply);
  if (String(ad.sourceType).toLowerCase() === "ad" || ad.ctwaClid) return true;
  const isTapped =
    contextInfo.entryPointConversionSource === "ctwa_ad" || contextInfo.conversionSource === "FB_Ads";
  const delays = [contextInfo.entryPointConversionDelaySeconds, contextInfo.conversionDelaySeconds];
  return isTapped && delays.every((delay) => Number(delay ?? 0) < mostSeconds);
}
