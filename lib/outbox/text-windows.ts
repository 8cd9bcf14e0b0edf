import type { Services } from "../services.ts";

/** Of each vendor that takes free texts only for a while after the person's last message: for how many hours. */
export function textWindows({ channelVendors }: Pick<Services, "channelVendors">): Record<string, number> {
  return Object.fromEntries(
    channelVendors.flatMap(({ name, numbers }) => {
      const { windowHours } = numbers.capabilities;
      return windowHours === null ? [] : [[name, windowHours]];
    }),
  );
}
