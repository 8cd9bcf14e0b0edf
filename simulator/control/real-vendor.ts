import type { SimulatorOptions } from "../simulator-options.ts";

/** The vendor through which the product reaches real phones; null where all are pretended. */
export function realVendor({ wasenderIsReal, metaIsReal, cunnektIsReal }: SimulatorOptions) {
  if (wasenderIsReal) return { code: "wasender_is_real", title: "Wasender" };
  if (metaIsReal) return { code: "meta_is_real", title: "Meta" };
  return cunnektIsReal ? { code: "cunnekt_is_real", title: "Cunnekt" } : null;
}
