-- Stable codes that several tables share. lib/model/codes.ts has the same; a test compares the two.

-- Why a message is where it is, or a call was or was not messaged: either may end up with the
-- other's.
create domain app.reason_code as text check (value in (
  'answered', 'ask_closed', 'ask_failed', 'asked', 'asked_by_hand', 'bad_key', 'bill_received',
  'blocked', 'channel_retired', 'connection_lost', 'consent_changed', 'cooldown', 'covered',
  'default_rule', 'do_not_send',
  'erased', 'expired', 'file_away', 'file_gone', 'fixed_line', 'internal', 'internal_call',
  'invalid', 'lead_gone', 'may_not_begin', 'no_address', 'no_reason', 'no_rule', 'no_template', 'not_begun', 'not_delivered',
  'not_ended', 'not_now', 'not_on_whatsapp', 'not_set_up',
  'opted_out', 'plan_ended',
  'provider_failed', 'rate_limited', 'refusal', 'refused', 'reminders_off', 'resend',
  'rule_send', 'rule_skip', 'same_call', 'server_error', 'session_down', 'staff_refused',
  'staff_send', 'stopped_marketing', 'template_refused', 'text_removed', 'timeout', 'unanswered',
  'unreachable', 'unreadable_answer', 'unsupported_content',
  'voicemail', 'window_closed', 'withheld', 'worker_died', 'wrong_number'));
