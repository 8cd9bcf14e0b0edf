/** Under which id CloudTalk has the contact with this number (`+` E.164). Guests come and go, so it is the number's end. */
export function contactIdOf(phone: string): string {
  return String(Number(phone.slice(-8)));
}
