import { cunnektGateway } from "../cunnekt/cunnekt-gateway.ts";
import { graphGateway } from "../graph/graph-gateway.ts";
import { wasenderGateway } from "../wasender/wasender-gateway.ts";
import type { Line } from "../world/line.ts";
import type { Gateway } from "./gateway.ts";

export const gateways: Record<Line, Gateway> = {
  wasender: wasenderGateway,
  meta: graphGateway,
  cunnekt: cunnektGateway,
};
