import type { Simulation } from "../simulation.ts";
import { keepRecent } from "../world/keep-recent.ts";
import type { WebhookPost } from "../world/wire-entry.ts";
import { type CallWish, type FinishedCall, finishedCall } from "./finished-call.ts";
import { nativeBody } from "./native-body.ts";
import { svixHeaders } from "./svix-headers.ts";
import { voiceAgentBody } from "./voice-agent-body.ts";
import { workflowBody } from "./workflow-body.ts";

export const VIAS = ["workflow", "native", "voiceagent"] as const;
export type CallVia = (typeof VIAS)[number];

export interface CallOrder extends CallWish {
  via: CallVia;
  /** What the VoiceAgent thinks. */
  shouldSend: boolean;
  /** Deliver it twice, at the same moment. */
  twice: boolean;
}

export interface EndedCall {
  call: FinishedCall;
  /** Resolves when the product took it, or refused it twice; empty when it got lost. */
  posts: Promise<WebhookPost[]>;
}

/** A call ends, and CloudTalk says so in one of its three ways. */
export function endCall(sim: Simulation, order: CallOrder): EndedCall {
  const call = finishedCall(sim.world, order);
  if (order.customer) order.customer.lastCallId = call.callId;
  sim.world.calls = [...sim.world.calls.filter(({ callId }) => callId !== call.callId), call];
  keepRecent(sim.world.calls);
  const delivery = deliveryOf(sim, order, call);
  const webhook = { source: "cloudtalk" as const, path: "/webhook/cloudtalk", ...delivery };
  const copies = order.twice ? 2 : 1;
  if (sim.world.switches.loseNextCall) {
    sim.world.switches.loseNextCall = false;
    for (let copy = 0; copy < copies; copy += 1) sim.poster.lose(webhook);
    return { call, posts: Promise.resolve([]) };
  }
  const posts = Array.from({ length: copies }, () => sim.poster.post(webhook));
  return { call, posts: Promise.all(posts) };
}

function deliveryOf(sim: Simulation, order: CallOrder, call: FinishedCall) {
  const { cloudtalkWebhookSecret, cloudtalkSigningSecret } = sim.settings;
  switch (order.via) {
    case "workflow":
      return {
        event: "call-ended",
        body: workflowBody(call),
        headers: () => ({
          "user-agent": "cloudtalk-workflow-automation",
          accept: "application/json, text/plain, */*",
          "x-webhook-secret": cloudtalkWebhookSecret,
        }),
      };
    case "native":
      return {
        event: "call.ended",
        body: nativeBody(call),
        headers: svixHeaders(cloudtalkSigningSecret, () => sim.world.now()),
      };
    case "voiceagent":
      // The skill takes a URL and no headers: the secret travels in the query.
      return {
        event: "voiceagent",
        body: voiceAgentBody(call, order.shouldSend),
        query: `?secret=${encodeURIComponent(cloudtalkWebhookSecret)}`,
        headers: () => ({}),
      };
  }
}
