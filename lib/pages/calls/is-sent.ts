/** Whether a message left, or will: nobody asks why it did not. */
export function isSent(status: string): boolean {
  return ["queued", "sending", "uncertain", "accepted", "held", "sent", "delivered", "read"].includes(status);
}
