// Made from supabase/migrations by `npm run check:database -- --write`; do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      alert_notices: {
        Row: {
          alert_id: string;
          end_outcome: string | null;
          end_told_at: string | null;
          last_error: string | null;
          next_try_at: string | null;
          opening_outcome: string | null;
          opening_told_at: string | null;
          receiver: string;
          tries: number;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          alert_id: string;
          end_outcome?: string | null;
          end_told_at?: string | null;
          last_error?: string | null;
          next_try_at?: string | null;
          opening_outcome?: string | null;
          opening_told_at?: string | null;
          receiver: string;
          tries?: number;
          workspace_id: string;
        };
        Update: {
          alert_id?: string;
          end_outcome?: string | null;
          end_told_at?: string | null;
          last_error?: string | null;
          next_try_at?: string | null;
          opening_outcome?: string | null;
          opening_told_at?: string | null;
          receiver?: string;
          tries?: number;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "alert_notices_alert_id_fkey";
            columns: ["alert_id"];
            isOneToOne: false;
            referencedRelation: "alerts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "alert_notices_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      alert_receivers: {
        Row: {
          kind: string;
          sealed: string;
          set_at: string;
          set_by: string | null;
          shown: NonNullable<Json>;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          kind: string;
          sealed: string;
          set_at?: string;
          set_by?: string | null;
          shown: NonNullable<Json>;
          workspace_id: string;
        };
        Update: {
          kind?: string;
          sealed?: string;
          set_at?: string;
          set_by?: string | null;
          shown?: NonNullable<Json>;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "alert_receivers_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      alerts: {
        Row: {
          closed_at: string | null;
          facts: NonNullable<Json>;
          id: string;
          kind: string;
          opened_at: string;
          since: string;
          subject: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          closed_at?: string | null;
          facts?: NonNullable<Json>;
          id?: string;
          kind: string;
          opened_at?: string;
          since: string;
          subject: string;
          workspace_id: string;
        };
        Update: {
          closed_at?: string | null;
          facts?: NonNullable<Json>;
          id?: string;
          kind?: string;
          opened_at?: string;
          since?: string;
          subject?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "alerts_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      api_keys: {
        Row: {
          created_at: string;
          created_by: string | null;
          hash: string;
          id: string;
          last_used_at: string | null;
          name: string;
          prefix: string;
          revoked_at: string | null;
          role: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          hash: string;
          id?: string;
          last_used_at?: string | null;
          name: string;
          prefix: string;
          revoked_at?: string | null;
          role: string;
          workspace_id: string;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          hash?: string;
          id?: string;
          last_used_at?: string | null;
          name?: string;
          prefix?: string;
          revoked_at?: string | null;
          role?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "api_keys_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      api_requests: {
        Row: {
          answer: Json | null;
          created_at: string;
          fingerprint: string;
          key: string;
          user_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          answer?: Json | null;
          created_at?: string;
          fingerprint: string;
          key: string;
          user_id: string;
          workspace_id: string;
        };
        Update: {
          answer?: Json | null;
          created_at?: string;
          fingerprint?: string;
          key?: string;
          user_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "api_requests_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      ask_decisions: {
        Row: {
          ask_id: number;
          because: NonNullable<Json>;
          call_id: number | null;
          code: string;
          decided_at: string;
          id: number;
          reason: string;
          rule_id: string | null;
          rule_name: string | null;
          send: boolean;
          settings_version: number | null;
          user_id: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          ask_id: number;
          because: NonNullable<Json>;
          call_id?: number | null;
          code: string;
          decided_at?: string;
          id?: never;
          reason: string;
          rule_id?: string | null;
          rule_name?: string | null;
          send: boolean;
          settings_version?: number | null;
          user_id?: string | null;
          workspace_id: string;
        };
        Update: {
          ask_id?: number;
          because?: NonNullable<Json>;
          call_id?: number | null;
          code?: string;
          decided_at?: string;
          id?: never;
          reason?: string;
          rule_id?: string | null;
          rule_name?: string | null;
          send?: boolean;
          settings_version?: number | null;
          user_id?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "ask_decisions_ask_id_fkey";
            columns: ["ask_id"];
            isOneToOne: false;
            referencedRelation: "asks";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "ask_decisions_call_id_fkey";
            columns: ["call_id"];
            isOneToOne: false;
            referencedRelation: "cloudtalk_calls";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "ask_decisions_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      asks: {
        Row: {
          answered_at: string | null;
          any_hour: boolean;
          call_id: number | null;
          code: string;
          confirmed_at: string | null;
          contact_id: number | null;
          covered_by: number | null;
          created_at: string;
          decided_by: string | null;
          decision: NonNullable<Json>;
          do_not_send: boolean;
          evidence: string | null;
          evidence_at: string | null;
          evidence_message_id: number | null;
          expires_at: string | null;
          facts: NonNullable<Json>;
          id: number;
          is_open: boolean;
          is_twin: boolean;
          lifted: string[];
          origin_id: number | null;
          origin_kind: string;
          owed_since: string | null;
          priority: string | null;
          purpose: string;
          ready_at: string | null;
          reason: string;
          reason_id: number | null;
          reason_to_write: string;
          recipient: string | null;
          reminders_stopped_by: string | null;
          request_id: number | null;
          should_send: boolean;
          staff_decision: string | null;
          state: string;
          template: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          answered_at?: string | null;
          any_hour?: boolean;
          call_id?: never;
          code: string;
          confirmed_at?: string | null;
          contact_id?: number | null;
          covered_by?: number | null;
          created_at?: string;
          decided_by?: string | null;
          decision?: NonNullable<Json>;
          do_not_send?: boolean;
          evidence?: string | null;
          evidence_at?: string | null;
          evidence_message_id?: number | null;
          expires_at?: string | null;
          facts?: NonNullable<Json>;
          id?: number;
          is_open?: boolean;
          is_twin?: boolean;
          lifted?: string[];
          origin_id?: number | null;
          origin_kind: string;
          owed_since?: string | null;
          priority?: never;
          purpose?: string;
          ready_at?: string | null;
          reason: string;
          reason_id?: number | null;
          reason_to_write: string;
          recipient?: string | null;
          reminders_stopped_by?: string | null;
          request_id?: number | null;
          should_send?: boolean;
          staff_decision?: string | null;
          state?: never;
          template?: never;
          workspace_id: string;
        };
        Update: {
          answered_at?: string | null;
          any_hour?: boolean;
          call_id?: never;
          code?: string;
          confirmed_at?: string | null;
          contact_id?: number | null;
          covered_by?: number | null;
          created_at?: string;
          decided_by?: string | null;
          decision?: NonNullable<Json>;
          do_not_send?: boolean;
          evidence?: string | null;
          evidence_at?: string | null;
          evidence_message_id?: number | null;
          expires_at?: string | null;
          facts?: NonNullable<Json>;
          id?: number;
          is_open?: boolean;
          is_twin?: boolean;
          lifted?: string[];
          origin_id?: number | null;
          origin_kind?: string;
          owed_since?: string | null;
          priority?: never;
          purpose?: string;
          ready_at?: string | null;
          reason?: string;
          reason_id?: number | null;
          reason_to_write?: string;
          recipient?: string | null;
          reminders_stopped_by?: string | null;
          request_id?: number | null;
          should_send?: boolean;
          staff_decision?: string | null;
          state?: never;
          template?: never;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "asks_call_id_fkey";
            columns: ["call_id"];
            isOneToOne: false;
            referencedRelation: "cloudtalk_calls";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "asks_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "asks_covered_by_fkey";
            columns: ["covered_by"];
            isOneToOne: false;
            referencedRelation: "asks";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "asks_reason_id_fkey";
            columns: ["reason_id"];
            isOneToOne: false;
            referencedRelation: "reasons_to_write";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "asks_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      attachments: {
        Row: {
          contact_id: number;
          created_at: string;
          file_name: string;
          id: string;
          is_kept: boolean;
          kind: string;
          message_id: number | null;
          mime_type: string;
          path: string | null;
          sha256: string;
          size_bytes: number;
          user_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          contact_id: number;
          created_at?: string;
          file_name: string;
          id?: string;
          is_kept?: never;
          kind: string;
          message_id?: number | null;
          mime_type: string;
          path?: string | null;
          sha256: string;
          size_bytes: number;
          user_id: string;
          workspace_id: string;
        };
        Update: {
          contact_id?: number;
          created_at?: string;
          file_name?: string;
          id?: string;
          is_kept?: never;
          kind?: string;
          message_id?: number | null;
          mime_type?: string;
          path?: string | null;
          sha256?: string;
          size_bytes?: number;
          user_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "attachments_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "attachments_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: true;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "attachments_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      attention: {
        Row: {
          at: string;
          call_id: number | null;
          contact_id: number | null;
          created_at: string;
          detail: string | null;
          id: number;
          kind: string;
          message_id: number | null;
          request_id: number | null;
          settled_at: string | null;
          settled_by: string | null;
          settled_how: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          at: string;
          call_id?: number | null;
          contact_id?: number | null;
          created_at?: string;
          detail?: string | null;
          id?: never;
          kind: string;
          message_id?: number | null;
          request_id?: number | null;
          settled_at?: string | null;
          settled_by?: string | null;
          settled_how?: string | null;
          workspace_id: string;
        };
        Update: {
          at?: string;
          call_id?: number | null;
          contact_id?: number | null;
          created_at?: string;
          detail?: string | null;
          id?: never;
          kind?: string;
          message_id?: number | null;
          request_id?: number | null;
          settled_at?: string | null;
          settled_by?: string | null;
          settled_how?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "attention_call_id_fkey";
            columns: ["call_id"];
            isOneToOne: false;
            referencedRelation: "cloudtalk_calls";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "attention_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "attention_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "attention_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      audit_log: {
        Row: {
          action: string;
          at: string;
          detail: NonNullable<Json>;
          id: number;
          subject_id: string | null;
          subject_kind: string;
          user_id: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          action: string;
          at?: string;
          detail?: NonNullable<Json>;
          id?: never;
          subject_id?: string | null;
          subject_kind: string;
          user_id?: string | null;
          workspace_id: string;
        };
        Update: {
          action?: string;
          at?: string;
          detail?: NonNullable<Json>;
          id?: never;
          subject_id?: string | null;
          subject_kind?: string;
          user_id?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "audit_log_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      bill_evidence: {
        Row: {
          ask_id: number;
          at: string;
          call_id: number | null;
          counts_as: string;
          created_at: string;
          id: number;
          is_rejected: boolean;
          level: string;
          message_id: number | null;
          source: string;
          undo_reason: string | null;
          undone_at: string | null;
          undone_by: string | null;
          user_id: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          ask_id: number;
          at: string;
          call_id?: number | null;
          counts_as?: never;
          created_at?: string;
          id?: never;
          is_rejected?: boolean;
          level: string;
          message_id?: number | null;
          source: string;
          undo_reason?: string | null;
          undone_at?: string | null;
          undone_by?: string | null;
          user_id?: string | null;
          workspace_id: string;
        };
        Update: {
          ask_id?: number;
          at?: string;
          call_id?: number | null;
          counts_as?: never;
          created_at?: string;
          id?: never;
          is_rejected?: boolean;
          level?: string;
          message_id?: number | null;
          source?: string;
          undo_reason?: string | null;
          undone_at?: string | null;
          undone_by?: string | null;
          user_id?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "bill_evidence_ask_id_fkey";
            columns: ["ask_id"];
            isOneToOne: false;
            referencedRelation: "asks";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "bill_evidence_call_id_fkey";
            columns: ["call_id"];
            isOneToOne: false;
            referencedRelation: "cloudtalk_calls";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "bill_evidence_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      bill_verdicts: {
        Row: {
          at: string;
          contact_id: number;
          id: number;
          kind: string | null;
          message_id: number;
          note: string | null;
          undone_at: string | null;
          undone_by: string | null;
          user_id: string;
          verdict: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          at?: string;
          contact_id: number;
          id?: never;
          kind?: string | null;
          message_id: number;
          note?: string | null;
          undone_at?: string | null;
          undone_by?: string | null;
          user_id: string;
          verdict: string;
          workspace_id: string;
        };
        Update: {
          at?: string;
          contact_id?: number;
          id?: never;
          kind?: string | null;
          message_id?: number;
          note?: string | null;
          undone_at?: string | null;
          undone_by?: string | null;
          user_id?: string;
          verdict?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "bill_verdicts_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "bill_verdicts_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "bill_verdicts_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      channel_credentials: {
        Row: {
          channel_id: string;
          sealed: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          channel_id: string;
          sealed: string;
          workspace_id: string;
        };
        Update: {
          channel_id?: string;
          sealed?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "channel_credentials_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: true;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "channel_credentials_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      channel_incidents: {
        Row: {
          channel_id: string;
          closed_at: string | null;
          detail: string | null;
          id: number;
          kind: string;
          opened_at: string;
          request_id: number | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          channel_id: string;
          closed_at?: string | null;
          detail?: string | null;
          id?: never;
          kind: string;
          opened_at?: string;
          request_id?: number | null;
          workspace_id: string;
        };
        Update: {
          channel_id?: string;
          closed_at?: string | null;
          detail?: string | null;
          id?: never;
          kind?: string;
          opened_at?: string;
          request_id?: number | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "channel_incidents_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: false;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "channel_incidents_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      channel_standing: {
        Row: {
          business: string | null;
          channel_id: string;
          detail: string | null;
          limit_at: string | null;
          number: string | null;
          people_limit: number | null;
          quality: string | null;
          quality_at: string | null;
          standing: string | null;
          standing_at: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          business?: string | null;
          channel_id: string;
          detail?: string | null;
          limit_at?: string | null;
          number?: string | null;
          people_limit?: number | null;
          quality?: string | null;
          quality_at?: string | null;
          standing?: string | null;
          standing_at?: string | null;
          workspace_id: string;
        };
        Update: {
          business?: string | null;
          channel_id?: string;
          detail?: string | null;
          limit_at?: string | null;
          number?: string | null;
          people_limit?: number | null;
          quality?: string | null;
          quality_at?: string | null;
          standing?: string | null;
          standing_at?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "channel_standing_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: true;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "channel_standing_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      channels: {
        Row: {
          account: string | null;
          begin_lock_detail: string | null;
          begin_lock_tries: number;
          begin_locked_at: string | null;
          begin_locked_until: string | null;
          capabilities: NonNullable<Json>;
          configured_at: string | null;
          connection_status: string | null;
          connection_status_at: string | null;
          created_at: string;
          credentials_set_at: string | null;
          credentials_set_by: string | null;
          credentials_version: number;
          daily_limit: number;
          held_until: string | null;
          hours: Json | null;
          id: string;
          instance_mark: string | null;
          jitter_ms: number;
          max_in_flight: number;
          min_interval_ms: number;
          name: string;
          next_slot_at: string | null;
          of_environment: boolean;
          pause_detail: string | null;
          pause_reason: string | null;
          paused_at: string | null;
          previous_account: string | null;
          probe_at: string | null;
          probe_count: number;
          retired_at: string | null;
          retired_by: string | null;
          shows_read: boolean;
          state: string;
          takes_first_contacts: boolean;
          ticked_at: string | null;
          uses_environment: boolean;
          vendor: string;
          waiter: string | null;
          waiter_ends_at: string | null;
          waiter_until: string | null;
          warm_up_began_at: string | null;
          warm_up_days: number;
          weekday_pace: NonNullable<Json>;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          account?: string | null;
          begin_lock_detail?: string | null;
          begin_lock_tries?: number;
          begin_locked_at?: string | null;
          begin_locked_until?: string | null;
          capabilities?: NonNullable<Json>;
          configured_at?: string | null;
          connection_status?: string | null;
          connection_status_at?: string | null;
          created_at?: string;
          credentials_set_at?: string | null;
          credentials_set_by?: string | null;
          credentials_version?: number;
          daily_limit?: number;
          held_until?: string | null;
          hours?: Json | null;
          id?: string;
          instance_mark?: string | null;
          jitter_ms?: number;
          max_in_flight?: number;
          min_interval_ms?: number;
          name: string;
          next_slot_at?: string | null;
          of_environment?: boolean;
          pause_detail?: string | null;
          pause_reason?: string | null;
          paused_at?: string | null;
          previous_account?: string | null;
          probe_at?: string | null;
          probe_count?: number;
          retired_at?: string | null;
          retired_by?: string | null;
          shows_read?: boolean;
          state?: string;
          takes_first_contacts?: boolean;
          ticked_at?: string | null;
          uses_environment?: boolean;
          vendor: string;
          waiter?: string | null;
          waiter_ends_at?: string | null;
          waiter_until?: string | null;
          warm_up_began_at?: string | null;
          warm_up_days?: number;
          weekday_pace?: NonNullable<Json>;
          workspace_id: string;
        };
        Update: {
          account?: string | null;
          begin_lock_detail?: string | null;
          begin_lock_tries?: number;
          begin_locked_at?: string | null;
          begin_locked_until?: string | null;
          capabilities?: NonNullable<Json>;
          configured_at?: string | null;
          connection_status?: string | null;
          connection_status_at?: string | null;
          created_at?: string;
          credentials_set_at?: string | null;
          credentials_set_by?: string | null;
          credentials_version?: number;
          daily_limit?: number;
          held_until?: string | null;
          hours?: Json | null;
          id?: string;
          instance_mark?: string | null;
          jitter_ms?: number;
          max_in_flight?: number;
          min_interval_ms?: number;
          name?: string;
          next_slot_at?: string | null;
          of_environment?: boolean;
          pause_detail?: string | null;
          pause_reason?: string | null;
          paused_at?: string | null;
          previous_account?: string | null;
          probe_at?: string | null;
          probe_count?: number;
          retired_at?: string | null;
          retired_by?: string | null;
          shows_read?: boolean;
          state?: string;
          takes_first_contacts?: boolean;
          ticked_at?: string | null;
          uses_environment?: boolean;
          vendor?: string;
          waiter?: string | null;
          waiter_ends_at?: string | null;
          waiter_until?: string | null;
          warm_up_began_at?: string | null;
          warm_up_days?: number;
          weekday_pace?: NonNullable<Json>;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "channels_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      cloudtalk_call_keys: {
        Row: {
          call_id: number;
          created_at: string;
          key: string;
          request_id: number | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          call_id: number;
          created_at?: string;
          key: string;
          request_id?: number | null;
          workspace_id: string;
        };
        Update: {
          call_id?: number;
          created_at?: string;
          key?: string;
          request_id?: number | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "cloudtalk_call_keys_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      cloudtalk_calls: {
        Row: {
          agent_email: string | null;
          agent_id: string | null;
          agent_name: string | null;
          answered_at: string | null;
          body_kind: string | null;
          cloudtalk_call_id: string | null;
          cloudtalk_call_uuid: string | null;
          company: string | null;
          contact_id: number | null;
          contact_name: string | null;
          covered_by: number | null;
          created_at: string;
          custom_fields: Json | null;
          decided_by: string | null;
          decision: NonNullable<Json>;
          details_removed_at: string | null;
          direction: string | null;
          disposition: string | null;
          do_not_send: boolean | null;
          electricity_bill_evidence: string | null;
          electricity_bill_message_id: number | null;
          electricity_bill_received: boolean;
          electricity_bill_received_at: string | null;
          ended: boolean;
          ended_at: string | null;
          ended_heard_at: string | null;
          facts: NonNullable<Json>;
          id: number;
          internal_number: string | null;
          is_twin: boolean;
          is_voicemail: boolean | null;
          is_weakly_identified: boolean;
          phone_number: string | null;
          phone_problem: string | null;
          phone_raw: string | null;
          recording_url: string | null;
          request_id: number | null;
          search_text: string | null;
          should_send: boolean;
          should_send_code: string;
          should_send_reason: string;
          staff_any_hour: boolean;
          staff_decision: string | null;
          started_at: string | null;
          tags: Json | null;
          talking_seconds: number | null;
          updated_at: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          agent_email?: never;
          agent_id?: never;
          agent_name?: never;
          answered_at?: never;
          body_kind?: never;
          cloudtalk_call_id?: never;
          cloudtalk_call_uuid?: never;
          company?: never;
          contact_id?: number | null;
          contact_name?: never;
          covered_by?: number | null;
          created_at?: string;
          custom_fields?: never;
          decided_by?: string | null;
          decision?: NonNullable<Json>;
          details_removed_at?: string | null;
          direction?: never;
          disposition?: never;
          do_not_send?: never;
          electricity_bill_evidence?: string | null;
          electricity_bill_message_id?: number | null;
          electricity_bill_received?: boolean;
          electricity_bill_received_at?: string | null;
          ended?: boolean;
          ended_at?: never;
          ended_heard_at?: string | null;
          facts: NonNullable<Json>;
          id?: number;
          internal_number?: never;
          is_twin?: boolean;
          is_voicemail?: never;
          is_weakly_identified?: boolean;
          phone_number?: never;
          phone_problem?: never;
          phone_raw?: never;
          recording_url?: never;
          request_id?: number | null;
          search_text?: never;
          should_send?: boolean;
          should_send_code: string;
          should_send_reason: string;
          staff_any_hour?: boolean;
          staff_decision?: string | null;
          started_at?: never;
          tags?: never;
          talking_seconds?: never;
          updated_at?: string;
          workspace_id: string;
        };
        Update: {
          agent_email?: never;
          agent_id?: never;
          agent_name?: never;
          answered_at?: never;
          body_kind?: never;
          cloudtalk_call_id?: never;
          cloudtalk_call_uuid?: never;
          company?: never;
          contact_id?: number | null;
          contact_name?: never;
          covered_by?: number | null;
          created_at?: string;
          custom_fields?: never;
          decided_by?: string | null;
          decision?: NonNullable<Json>;
          details_removed_at?: string | null;
          direction?: never;
          disposition?: never;
          do_not_send?: never;
          electricity_bill_evidence?: string | null;
          electricity_bill_message_id?: number | null;
          electricity_bill_received?: boolean;
          electricity_bill_received_at?: string | null;
          ended?: boolean;
          ended_at?: never;
          ended_heard_at?: string | null;
          facts?: NonNullable<Json>;
          id?: number;
          internal_number?: never;
          is_twin?: boolean;
          is_voicemail?: never;
          is_weakly_identified?: boolean;
          phone_number?: never;
          phone_problem?: never;
          phone_raw?: never;
          recording_url?: never;
          request_id?: number | null;
          search_text?: never;
          should_send?: boolean;
          should_send_code?: string;
          should_send_reason?: string;
          staff_any_hour?: boolean;
          staff_decision?: string | null;
          started_at?: never;
          tags?: never;
          talking_seconds?: never;
          updated_at?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "cloudtalk_calls_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "cloudtalk_calls_covered_by_fkey";
            columns: ["covered_by"];
            isOneToOne: false;
            referencedRelation: "cloudtalk_calls";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "cloudtalk_calls_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      contact_consents: {
        Row: {
          at: string;
          contact_id: number;
          id: number;
          kind: string;
          message_id: number | null;
          notice_id: number | null;
          reason: string | null;
          source: string;
          user_id: string | null;
          words: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          at?: string;
          contact_id: number;
          id?: never;
          kind: string;
          message_id?: number | null;
          notice_id?: number | null;
          reason?: string | null;
          source: string;
          user_id?: string | null;
          words?: string | null;
          workspace_id: string;
        };
        Update: {
          at?: string;
          contact_id?: number;
          id?: never;
          kind?: string;
          message_id?: number | null;
          notice_id?: number | null;
          reason?: string | null;
          source?: string;
          user_id?: string | null;
          words?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "contact_consents_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "contact_consents_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "contact_consents_notice_id_fkey";
            columns: ["notice_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "contact_consents_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      contact_identities: {
        Row: {
          contact_id: number;
          kind: string;
          learned_at: string;
          lookup_at: string | null;
          lookup_tries: number;
          not_on_whatsapp_at: string | null;
          value: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          contact_id: number;
          kind: string;
          learned_at?: string;
          lookup_at?: string | null;
          lookup_tries?: number;
          not_on_whatsapp_at?: string | null;
          value: string;
          workspace_id: string;
        };
        Update: {
          contact_id?: number;
          kind?: string;
          learned_at?: string;
          lookup_at?: string | null;
          lookup_tries?: number;
          not_on_whatsapp_at?: string | null;
          value?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "contact_identities_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "contact_identities_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      contact_merges: {
        Row: {
          at: string;
          by: string | null;
          id: number;
          loser: number;
          moved: NonNullable<Json>;
          reason: string | null;
          split_at: string | null;
          split_by: string | null;
          split_reason: string | null;
          winner: number;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          at?: string;
          by?: string | null;
          id?: never;
          loser: number;
          moved: NonNullable<Json>;
          reason?: string | null;
          split_at?: string | null;
          split_by?: string | null;
          split_reason?: string | null;
          winner: number;
          workspace_id: string;
        };
        Update: {
          at?: string;
          by?: string | null;
          id?: never;
          loser?: number;
          moved?: NonNullable<Json>;
          reason?: string | null;
          split_at?: string | null;
          split_by?: string | null;
          split_reason?: string | null;
          winner?: number;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "contact_merges_loser_fkey";
            columns: ["loser"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "contact_merges_winner_fkey";
            columns: ["winner"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "contact_merges_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      contacts: {
        Row: {
          blocked_at: string | null;
          company: string | null;
          created_at: string;
          dismissed_at: string | null;
          erased_at: string | null;
          fields: NonNullable<Json>;
          id: number;
          marketing_said_at: string | null;
          marketing_stopped_at: string | null;
          merged_into: number | null;
          name: string | null;
          opted_out_at: string | null;
          phone_known: boolean;
          push_name: string | null;
          search_text: string | null;
          time_zone: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          blocked_at?: string | null;
          company?: string | null;
          created_at?: string;
          dismissed_at?: string | null;
          erased_at?: string | null;
          fields?: NonNullable<Json>;
          id?: never;
          marketing_said_at?: string | null;
          marketing_stopped_at?: string | null;
          merged_into?: number | null;
          name?: string | null;
          opted_out_at?: string | null;
          phone_known?: boolean;
          push_name?: string | null;
          search_text?: never;
          time_zone?: string | null;
          workspace_id: string;
        };
        Update: {
          blocked_at?: string | null;
          company?: string | null;
          created_at?: string;
          dismissed_at?: string | null;
          erased_at?: string | null;
          fields?: NonNullable<Json>;
          id?: never;
          marketing_said_at?: string | null;
          marketing_stopped_at?: string | null;
          merged_into?: number | null;
          name?: string | null;
          opted_out_at?: string | null;
          phone_known?: boolean;
          push_name?: string | null;
          search_text?: never;
          time_zone?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "contacts_merged_into_fkey";
            columns: ["merged_into"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "contacts_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      conversation_notes: {
        Row: {
          body: string;
          contact_id: number;
          created_at: string;
          deleted_at: string | null;
          id: number;
          user_id: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          body: string;
          contact_id: number;
          created_at?: string;
          deleted_at?: string | null;
          id?: never;
          user_id?: string | null;
          workspace_id: string;
        };
        Update: {
          body?: string;
          contact_id?: number;
          created_at?: string;
          deleted_at?: string | null;
          id?: never;
          user_id?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "conversation_notes_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "conversation_notes_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      conversation_presence: {
        Row: {
          at: string;
          contact_id: number;
          typed_at: string | null;
          user_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          at?: string;
          contact_id: number;
          typed_at?: string | null;
          user_id: string;
          workspace_id: string;
        };
        Update: {
          at?: string;
          contact_id?: number;
          typed_at?: string | null;
          user_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "conversation_presence_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "conversation_presence_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      conversation_reads: {
        Row: {
          at: string;
          contact_id: number;
          message_id: number;
          user_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          at?: string;
          contact_id: number;
          message_id: number;
          user_id: string;
          workspace_id: string;
        };
        Update: {
          at?: string;
          contact_id?: number;
          message_id?: number;
          user_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "conversation_reads_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "conversation_reads_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      conversations: {
        Row: {
          about_message: number | null;
          bill: string | null;
          call_back_at: string | null;
          call_back_by: string | null;
          closed_at: string | null;
          closed_by: string | null;
          closed_id: number | null;
          computed_by: number;
          contact_id: number;
          detail: string | null;
          handled_id: number | null;
          last_at: string;
          last_in_at: string | null;
          last_in_id: number | null;
          last_message_id: number | null;
          owner: string | null;
          owner_at: string | null;
          owner_by: string | null;
          settled_at: string | null;
          settled_id: number | null;
          since: string;
          sort_at: string;
          state: string;
          tags: string[];
          unanswered: number;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          about_message?: number | null;
          bill?: string | null;
          call_back_at?: string | null;
          call_back_by?: string | null;
          closed_at?: string | null;
          closed_by?: string | null;
          closed_id?: number | null;
          computed_by?: number;
          contact_id: number;
          detail?: string | null;
          handled_id?: number | null;
          last_at?: string;
          last_in_at?: string | null;
          last_in_id?: number | null;
          last_message_id?: number | null;
          owner?: string | null;
          owner_at?: string | null;
          owner_by?: string | null;
          settled_at?: string | null;
          settled_id?: number | null;
          since?: string;
          sort_at?: string;
          state?: string;
          tags?: string[];
          unanswered?: number;
          workspace_id: string;
        };
        Update: {
          about_message?: number | null;
          bill?: string | null;
          call_back_at?: string | null;
          call_back_by?: string | null;
          closed_at?: string | null;
          closed_by?: string | null;
          closed_id?: number | null;
          computed_by?: number;
          contact_id?: number;
          detail?: string | null;
          handled_id?: number | null;
          last_at?: string;
          last_in_at?: string | null;
          last_in_id?: number | null;
          last_message_id?: number | null;
          owner?: string | null;
          owner_at?: string | null;
          owner_by?: string | null;
          settled_at?: string | null;
          settled_id?: number | null;
          since?: string;
          sort_at?: string;
          state?: string;
          tags?: string[];
          unanswered?: number;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "conversations_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: true;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "conversations_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      erased_identities: {
        Row: {
          contact_id: number;
          digest: string;
          erased_at: string;
          kind: string;
          subject_id: number | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          contact_id: number;
          digest: string;
          erased_at?: string;
          kind: string;
          subject_id?: number | null;
          workspace_id: string;
        };
        Update: {
          contact_id?: number;
          digest?: string;
          erased_at?: string;
          kind?: string;
          subject_id?: number | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "erased_identities_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "erased_identities_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      erasures: {
        Row: {
          asked_at: string;
          asked_by: string;
          contact_id: number;
          counts: NonNullable<Json>;
          done_at: string | null;
          id: number;
          needles: string[] | null;
          reason: string;
          scan_before: number | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          asked_at?: string;
          asked_by: string;
          contact_id: number;
          counts: NonNullable<Json>;
          done_at?: string | null;
          id?: never;
          needles?: string[] | null;
          reason: string;
          scan_before?: number | null;
          workspace_id: string;
        };
        Update: {
          asked_at?: string;
          asked_by?: string;
          contact_id?: number;
          counts?: NonNullable<Json>;
          done_at?: string | null;
          id?: never;
          needles?: string[] | null;
          reason?: string;
          scan_before?: number | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "erasures_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "erasures_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      former_members: {
        Row: {
          left_at: string;
          name: string | null;
          user_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          left_at?: string;
          name?: string | null;
          user_id: string;
          workspace_id: string;
        };
        Update: {
          left_at?: string;
          name?: string | null;
          user_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "former_members_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      lead_assignments: {
        Row: {
          at: string;
          by: string | null;
          id: number;
          lead_id: number;
          user_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          at?: string;
          by?: string | null;
          id?: never;
          lead_id: number;
          user_id: string;
          workspace_id: string;
        };
        Update: {
          at?: string;
          by?: string | null;
          id?: never;
          lead_id?: number;
          user_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "lead_assignments_lead_id_fkey";
            columns: ["lead_id"];
            isOneToOne: false;
            referencedRelation: "google_ads_leads";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "lead_assignments_lead_id_fkey";
            columns: ["lead_id"];
            isOneToOne: false;
            referencedRelation: "leads";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "lead_assignments_lead_id_fkey";
            columns: ["lead_id"];
            isOneToOne: false;
            referencedRelation: "meta_ads_leads";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "lead_assignments_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      lead_form_keys: {
        Row: {
          created_at: string;
          created_by: string | null;
          id: string;
          last_form_id: string | null;
          last_used_at: string | null;
          name: string;
          retired_at: string | null;
          sealed: string;
          source: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          created_by?: string | null;
          id: string;
          last_form_id?: string | null;
          last_used_at?: string | null;
          name: string;
          retired_at?: string | null;
          sealed: string;
          source: string;
          workspace_id: string;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          id?: string;
          last_form_id?: string | null;
          last_used_at?: string | null;
          name?: string;
          retired_at?: string | null;
          sealed?: string;
          source?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "lead_form_keys_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      lead_forms: {
        Row: {
          created_at: string;
          form_id: string;
          id: number;
          mapping: NonNullable<Json>;
          name: string | null;
          source: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          form_id: string;
          id?: never;
          mapping?: NonNullable<Json>;
          name?: string | null;
          source: string;
          workspace_id: string;
        };
        Update: {
          created_at?: string;
          form_id?: string;
          id?: never;
          mapping?: NonNullable<Json>;
          name?: string | null;
          source?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "lead_forms_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      lead_sources: {
        Row: {
          checked_at: string;
          detail: string | null;
          problem: string | null;
          problem_at: string | null;
          read_until: string | null;
          source: string;
          token_ends_at: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          checked_at: string;
          detail?: string | null;
          problem?: string | null;
          problem_at?: string | null;
          read_until?: string | null;
          source: string;
          token_ends_at?: string | null;
          workspace_id: string;
        };
        Update: {
          checked_at?: string;
          detail?: string | null;
          problem?: string | null;
          problem_at?: string | null;
          read_until?: string | null;
          source?: string;
          token_ends_at?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "lead_sources_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      leads: {
        Row: {
          ad: string | null;
          ad_id: string | null;
          adset: string | null;
          adset_id: string | null;
          answered_at: string | null;
          answers: NonNullable<Json>;
          bill_at: string | null;
          campaign: string | null;
          campaign_id: string | null;
          click_ids: NonNullable<Json>;
          company: string | null;
          conflicts: NonNullable<Json>;
          consents: NonNullable<Json>;
          contact_id: number | null;
          country: string | null;
          created_at: string;
          details_removed_at: string | null;
          email: string | null;
          external_id: string;
          facts: NonNullable<Json>;
          first_sent_at: string | null;
          form: string | null;
          form_id: string | null;
          id: number;
          import_id: number | null;
          is_organic: boolean | null;
          is_test: boolean;
          name: string | null;
          outcome: string | null;
          outcome_at: string | null;
          outcome_by: string | null;
          page_id: string | null;
          phone: string | null;
          platform: string | null;
          reason: string | null;
          reason_code: string | null;
          request_id: number | null;
          source: string;
          state: string;
          status: string;
          submitted_at: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          ad?: string | null;
          ad_id?: string | null;
          adset?: string | null;
          adset_id?: string | null;
          answered_at?: string | null;
          answers?: NonNullable<Json>;
          bill_at?: string | null;
          campaign?: string | null;
          campaign_id?: string | null;
          click_ids?: NonNullable<Json>;
          company?: never;
          conflicts?: NonNullable<Json>;
          consents?: NonNullable<Json>;
          contact_id?: number | null;
          country?: never;
          created_at?: string;
          details_removed_at?: string | null;
          email?: never;
          external_id: string;
          facts?: NonNullable<Json>;
          first_sent_at?: string | null;
          form?: string | null;
          form_id?: string | null;
          id?: number;
          import_id?: number | null;
          is_organic?: boolean | null;
          is_test?: boolean;
          name?: never;
          outcome?: string | null;
          outcome_at?: string | null;
          outcome_by?: string | null;
          page_id?: string | null;
          phone?: never;
          platform?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          request_id?: number | null;
          source: string;
          state?: string;
          status: string;
          submitted_at: string;
          workspace_id: string;
        };
        Update: {
          ad?: string | null;
          ad_id?: string | null;
          adset?: string | null;
          adset_id?: string | null;
          answered_at?: string | null;
          answers?: NonNullable<Json>;
          bill_at?: string | null;
          campaign?: string | null;
          campaign_id?: string | null;
          click_ids?: NonNullable<Json>;
          company?: never;
          conflicts?: NonNullable<Json>;
          consents?: NonNullable<Json>;
          contact_id?: number | null;
          country?: never;
          created_at?: string;
          details_removed_at?: string | null;
          email?: never;
          external_id?: string;
          facts?: NonNullable<Json>;
          first_sent_at?: string | null;
          form?: string | null;
          form_id?: string | null;
          id?: number;
          import_id?: number | null;
          is_organic?: boolean | null;
          is_test?: boolean;
          name?: never;
          outcome?: string | null;
          outcome_at?: string | null;
          outcome_by?: string | null;
          page_id?: string | null;
          phone?: never;
          platform?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          request_id?: number | null;
          source?: string;
          state?: string;
          status?: string;
          submitted_at?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "leads_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "leads_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      media_deletions: {
        Row: {
          asked_at: string;
          done_at: string | null;
          due_at: string;
          erasure_id: number | null;
          folder: string;
          id: number;
          last_error: string | null;
          tries: number;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          asked_at?: string;
          done_at?: string | null;
          due_at?: string;
          erasure_id?: number | null;
          folder: string;
          id?: never;
          last_error?: string | null;
          tries?: number;
          workspace_id: string;
        };
        Update: {
          asked_at?: string;
          done_at?: string | null;
          due_at?: string;
          erasure_id?: number | null;
          folder?: string;
          id?: never;
          last_error?: string | null;
          tries?: number;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "media_deletions_erasure_id_fkey";
            columns: ["erasure_id"];
            isOneToOne: false;
            referencedRelation: "erasures";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "media_deletions_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      memberships: {
        Row: {
          calls_as: string | null;
          created_at: string;
          language: string | null;
          name: string | null;
          phone: string | null;
          role: string;
          summaries: string[];
          told: string[];
          user_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          calls_as?: string | null;
          created_at?: string;
          language?: string | null;
          name?: string | null;
          phone?: string | null;
          role: string;
          summaries?: string[];
          told?: string[];
          user_id: string;
          workspace_id: string;
        };
        Update: {
          calls_as?: string | null;
          created_at?: string;
          language?: string | null;
          name?: string | null;
          phone?: string | null;
          role?: string;
          summaries?: string[];
          told?: string[];
          user_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "memberships_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      note_mentions: {
        Row: {
          contact_id: number;
          note_id: number;
          seen_at: string | null;
          user_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          contact_id: number;
          note_id: number;
          seen_at?: string | null;
          user_id: string;
          workspace_id: string;
        };
        Update: {
          contact_id?: number;
          note_id?: number;
          seen_at?: string | null;
          user_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "note_mentions_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "note_mentions_note_id_fkey";
            columns: ["note_id"];
            isOneToOne: false;
            referencedRelation: "conversation_notes";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "note_mentions_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      ready_answers: {
        Row: {
          body: string;
          id: number;
          position: number;
          shortcut: string;
          title: string;
          updated_at: string;
          updated_by: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          body: string;
          id?: never;
          position?: number;
          shortcut: string;
          title: string;
          updated_at?: string;
          updated_by?: string | null;
          workspace_id: string;
        };
        Update: {
          body?: string;
          id?: never;
          position?: number;
          shortcut?: string;
          title?: string;
          updated_at?: string;
          updated_by?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "ready_answers_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      reasons_to_write: {
        Row: {
          asked_at: string | null;
          asked_message_id: number | null;
          at: string;
          box: string | null;
          by_us: boolean;
          call_id: number | null;
          confirmed_at: string | null;
          confirmed_message_id: number | null;
          contact_id: number;
          id: number;
          kind: string;
          lead_id: number | null;
          message_id: number | null;
          note: string | null;
          noted_at: string;
          place: string | null;
          purpose: string;
          user_id: string | null;
          version: string | null;
          withdrawn_at: string | null;
          withdrawn_by: string | null;
          withdrawn_how: string | null;
          withdrawn_note: string | null;
          words: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          asked_at?: string | null;
          asked_message_id?: number | null;
          at: string;
          box?: string | null;
          by_us?: boolean;
          call_id?: number | null;
          confirmed_at?: string | null;
          confirmed_message_id?: number | null;
          contact_id: number;
          id?: never;
          kind: string;
          lead_id?: number | null;
          message_id?: number | null;
          note?: string | null;
          noted_at?: string;
          place?: string | null;
          purpose: string;
          user_id?: string | null;
          version?: string | null;
          withdrawn_at?: string | null;
          withdrawn_by?: string | null;
          withdrawn_how?: string | null;
          withdrawn_note?: string | null;
          words?: string | null;
          workspace_id: string;
        };
        Update: {
          asked_at?: string | null;
          asked_message_id?: number | null;
          at?: string;
          box?: string | null;
          by_us?: boolean;
          call_id?: number | null;
          confirmed_at?: string | null;
          confirmed_message_id?: number | null;
          contact_id?: number;
          id?: never;
          kind?: string;
          lead_id?: number | null;
          message_id?: number | null;
          note?: string | null;
          noted_at?: string;
          place?: string | null;
          purpose?: string;
          user_id?: string | null;
          version?: string | null;
          withdrawn_at?: string | null;
          withdrawn_by?: string | null;
          withdrawn_how?: string | null;
          withdrawn_note?: string | null;
          words?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "reasons_to_write_asked_message_id_fkey";
            columns: ["asked_message_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "reasons_to_write_call_id_fkey";
            columns: ["call_id"];
            isOneToOne: false;
            referencedRelation: "cloudtalk_calls";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "reasons_to_write_confirmed_message_id_fkey";
            columns: ["confirmed_message_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "reasons_to_write_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "reasons_to_write_lead_id_fkey";
            columns: ["lead_id"];
            isOneToOne: false;
            referencedRelation: "google_ads_leads";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "reasons_to_write_lead_id_fkey";
            columns: ["lead_id"];
            isOneToOne: false;
            referencedRelation: "leads";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "reasons_to_write_lead_id_fkey";
            columns: ["lead_id"];
            isOneToOne: false;
            referencedRelation: "meta_ads_leads";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "reasons_to_write_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "reasons_to_write_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      reconcile_passes: {
        Row: {
          is_configured: boolean;
          kind: string;
          last_began_at: string | null;
          last_ended_at: string | null;
          last_error: string | null;
          last_error_code: string | null;
          last_succeeded_at: string | null;
          looked_until: string | null;
          next_at: string | null;
          since: string | null;
          vendor: string | null;
          window_failures: number;
          window_from: string | null;
          window_page: number | null;
          window_until: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          is_configured?: boolean;
          kind: string;
          last_began_at?: string | null;
          last_ended_at?: string | null;
          last_error?: string | null;
          last_error_code?: string | null;
          last_succeeded_at?: string | null;
          looked_until?: string | null;
          next_at?: string | null;
          since?: string | null;
          vendor?: string | null;
          window_failures?: number;
          window_from?: string | null;
          window_page?: number | null;
          window_until?: string | null;
          workspace_id: string;
        };
        Update: {
          is_configured?: boolean;
          kind?: string;
          last_began_at?: string | null;
          last_ended_at?: string | null;
          last_error?: string | null;
          last_error_code?: string | null;
          last_succeeded_at?: string | null;
          looked_until?: string | null;
          next_at?: string | null;
          since?: string | null;
          vendor?: string | null;
          window_failures?: number;
          window_from?: string | null;
          window_page?: number | null;
          window_until?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "reconcile_passes_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      registry_numbers: {
        Row: {
          checked_at: string | null;
          enrolled_at: string | null;
          exported_at: string | null;
          id: number;
          is_enrolled: boolean;
          number: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          checked_at?: string | null;
          enrolled_at?: string | null;
          exported_at?: string | null;
          id?: never;
          is_enrolled?: boolean;
          number: string;
          workspace_id: string;
        };
        Update: {
          checked_at?: string | null;
          enrolled_at?: string | null;
          exported_at?: string | null;
          id?: never;
          is_enrolled?: boolean;
          number?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "registry_numbers_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      restore_checks: {
        Row: {
          channel_id: string;
          ended_at: string | null;
          error: string | null;
          error_code: string | null;
          failures: number;
          has_log: boolean | null;
          held_at: string;
          id: number;
          log_total: number | null;
          next_at: string | null;
          page: number | null;
          pages_read: number;
          reached: string | null;
          released_at: string | null;
          released_by: string | null;
          rows_blank: number;
          rows_read: number;
          since: string;
          step: number | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          channel_id: string;
          ended_at?: string | null;
          error?: string | null;
          error_code?: string | null;
          failures?: number;
          has_log?: boolean | null;
          held_at: string;
          id?: never;
          log_total?: number | null;
          next_at?: string | null;
          page?: number | null;
          pages_read?: number;
          reached?: string | null;
          released_at?: string | null;
          released_by?: string | null;
          rows_blank?: number;
          rows_read?: number;
          since: string;
          step?: number | null;
          workspace_id: string;
        };
        Update: {
          channel_id?: string;
          ended_at?: string | null;
          error?: string | null;
          error_code?: string | null;
          failures?: number;
          has_log?: boolean | null;
          held_at?: string;
          id?: never;
          log_total?: number | null;
          next_at?: string | null;
          page?: number | null;
          pages_read?: number;
          reached?: string | null;
          released_at?: string | null;
          released_by?: string | null;
          rows_blank?: number;
          rows_read?: number;
          since?: string;
          step?: number | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "restore_checks_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: false;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "restore_checks_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      retention_passes: {
        Row: {
          done_until: number;
          kind: string;
          last_ran_at: string | null;
          last_removed_at: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          done_until?: number;
          kind: string;
          last_ran_at?: string | null;
          last_removed_at?: string | null;
          workspace_id: string;
        };
        Update: {
          done_until?: number;
          kind?: string;
          last_ran_at?: string | null;
          last_removed_at?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "retention_passes_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      tasks: {
        Row: {
          attempt: number;
          call_id: number | null;
          created_at: string;
          due_at: string;
          ended_at: string | null;
          id: number;
          key: string;
          kind: string;
          message_id: number | null;
          payload: NonNullable<Json>;
          reason: string | null;
          reason_code: string | null;
          seen_at: string | null;
          seen_by: string | null;
          state: string;
          tried_at: string | null;
          tries: number;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          attempt?: number;
          call_id?: number | null;
          created_at?: string;
          due_at?: string;
          ended_at?: string | null;
          id?: never;
          key: string;
          kind: string;
          message_id?: number | null;
          payload?: NonNullable<Json>;
          reason?: string | null;
          reason_code?: string | null;
          seen_at?: string | null;
          seen_by?: string | null;
          state?: string;
          tried_at?: string | null;
          tries?: number;
          workspace_id: string;
        };
        Update: {
          attempt?: number;
          call_id?: number | null;
          created_at?: string;
          due_at?: string;
          ended_at?: string | null;
          id?: never;
          key?: string;
          kind?: string;
          message_id?: number | null;
          payload?: NonNullable<Json>;
          reason?: string | null;
          reason_code?: string | null;
          seen_at?: string | null;
          seen_by?: string | null;
          state?: string;
          tried_at?: string | null;
          tries?: number;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "tasks_call_id_fkey";
            columns: ["call_id"];
            isOneToOne: false;
            referencedRelation: "cloudtalk_calls";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "tasks_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "tasks_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      webhook_requests: {
        Row: {
          account: string | null;
          body: Json | null;
          call_id: number | null;
          channel_id: string | null;
          content_type: string | null;
          dead_lettered_at: string | null;
          detail: string | null;
          domain_values: Json | null;
          duplicate_of: number | null;
          duration_ms: number | null;
          event_type: string | null;
          finding: Json | null;
          headers: NonNullable<Json>;
          id: number;
          mapping_version: number | null;
          next_try_at: string | null;
          origin: string;
          outcome: string;
          payload_removed_at: string | null;
          raw_body: string | null;
          reason: string | null;
          received_at: string;
          replayed_at: string | null;
          replayed_by: string | null;
          replays: number;
          request_id: string | null;
          source: string;
          tries: number;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          account?: string | null;
          body?: Json | null;
          call_id?: number | null;
          channel_id?: string | null;
          content_type?: string | null;
          dead_lettered_at?: string | null;
          detail?: string | null;
          domain_values?: Json | null;
          duplicate_of?: number | null;
          duration_ms?: number | null;
          event_type?: string | null;
          finding?: Json | null;
          headers?: NonNullable<Json>;
          id?: never;
          mapping_version?: number | null;
          next_try_at?: string | null;
          origin?: string;
          outcome: string;
          payload_removed_at?: string | null;
          raw_body?: string | null;
          reason?: string | null;
          received_at?: string;
          replayed_at?: string | null;
          replayed_by?: string | null;
          replays?: number;
          request_id?: string | null;
          source: string;
          tries?: number;
          workspace_id: string;
        };
        Update: {
          account?: string | null;
          body?: Json | null;
          call_id?: number | null;
          channel_id?: string | null;
          content_type?: string | null;
          dead_lettered_at?: string | null;
          detail?: string | null;
          domain_values?: Json | null;
          duplicate_of?: number | null;
          duration_ms?: number | null;
          event_type?: string | null;
          finding?: Json | null;
          headers?: NonNullable<Json>;
          id?: never;
          mapping_version?: number | null;
          next_try_at?: string | null;
          origin?: string;
          outcome?: string;
          payload_removed_at?: string | null;
          raw_body?: string | null;
          reason?: string | null;
          received_at?: string;
          replayed_at?: string | null;
          replayed_by?: string | null;
          replays?: number;
          request_id?: string | null;
          source?: string;
          tries?: number;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "webhook_requests_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      whatsapp_conversations: {
        Row: {
          channel_id: string;
          contact_id: number;
          created_at: string;
          free_until: string | null;
          id: number;
          read_shown: string | null;
          typing_shown_at: string | null;
          window_until: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          channel_id: string;
          contact_id: number;
          created_at?: string;
          free_until?: string | null;
          id?: never;
          read_shown?: string | null;
          typing_shown_at?: string | null;
          window_until?: string | null;
          workspace_id: string;
        };
        Update: {
          channel_id?: string;
          contact_id?: number;
          created_at?: string;
          free_until?: string | null;
          id?: never;
          read_shown?: string | null;
          typing_shown_at?: string | null;
          window_until?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "whatsapp_conversations_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: false;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_conversations_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_conversations_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      whatsapp_media: {
        Row: {
          created_at: string;
          expires_at: string;
          message_id: number;
          mime_type: string | null;
          path: string | null;
          reason: string | null;
          reason_code: string | null;
          sha256: string | null;
          size_bytes: number | null;
          source: Json | null;
          state: string;
          stored_at: string | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          expires_at: string;
          message_id: number;
          mime_type?: string | null;
          path?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          sha256?: string | null;
          size_bytes?: number | null;
          source?: Json | null;
          state: string;
          stored_at?: string | null;
          workspace_id: string;
        };
        Update: {
          created_at?: string;
          expires_at?: string;
          message_id?: number;
          mime_type?: string | null;
          path?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          sha256?: string | null;
          size_bytes?: number | null;
          source?: Json | null;
          state?: string;
          stored_at?: string | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "whatsapp_media_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: true;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_media_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      whatsapp_message_keys: {
        Row: {
          channel_id: string;
          created_at: string;
          message_id: number;
          request_id: number | null;
          whatsapp_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          channel_id: string;
          created_at?: string;
          message_id: number;
          request_id?: number | null;
          whatsapp_id: string;
          workspace_id: string;
        };
        Update: {
          channel_id?: string;
          created_at?: string;
          message_id?: number;
          request_id?: number | null;
          whatsapp_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "whatsapp_message_keys_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: false;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_message_keys_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      whatsapp_messages: {
        Row: {
          accepted_at: string | null;
          acknowledged_at: string | null;
          address: string | null;
          ask_id: number | null;
          ask_open: boolean;
          attempt: number;
          awaits_content: boolean;
          bind_at: string | null;
          bind_tries: number;
          body: string | null;
          call_id: number | null;
          channel_id: string;
          client_key: string | null;
          contact_id: number;
          content: Json | null;
          content_name: string | null;
          content_removed_at: string | null;
          conversation_id: number;
          created_at: string;
          deleted_at: string | null;
          delivered_at: string | null;
          direction: string;
          due_at: string | null;
          edit_unreadable_at: string | null;
          edited_at: string | null;
          edits: Json | null;
          evidence: string | null;
          expires_at: string | null;
          failed_at: string | null;
          id: number;
          is_start: boolean;
          is_stop: boolean;
          kind: string;
          live_until: string | null;
          machine_reason: string | null;
          machine_undone_at: string | null;
          machine_undone_by: string | null;
          media: Json | null;
          priority: number;
          provider_message_id: string | null;
          provider_timestamp: string | null;
          purpose: string;
          push_name: string | null;
          quoted_whatsapp_id: string | null;
          read_at: string | null;
          reason: string | null;
          reason_code: string | null;
          reason_to_write: string | null;
          recipient: string | null;
          reconcile_at: string | null;
          reconcile_tries: number;
          referral: Json | null;
          reminder_of: number | null;
          reminder_step: number | null;
          request_id: number | null;
          resolved_by: string | null;
          retries: number;
          send_began_at: string | null;
          sent_at: string | null;
          sent_by: string | null;
          status: string;
          template_id: number | null;
          template_version: number | null;
          unconfirmed_at: string | null;
          whatsapp_message_id: string | null;
          workspace_id: string;
          written_at: string;
        };
        ComputedFields: never;
        Insert: {
          accepted_at?: string | null;
          acknowledged_at?: string | null;
          address?: string | null;
          ask_id?: number | null;
          ask_open?: boolean;
          attempt?: number;
          awaits_content?: boolean;
          bind_at?: string | null;
          bind_tries?: number;
          body?: string | null;
          call_id?: number | null;
          channel_id: string;
          client_key?: string | null;
          contact_id: number;
          content?: Json | null;
          content_name?: string | null;
          content_removed_at?: string | null;
          conversation_id: number;
          created_at?: string;
          deleted_at?: string | null;
          delivered_at?: string | null;
          direction: string;
          due_at?: string | null;
          edit_unreadable_at?: string | null;
          edited_at?: string | null;
          edits?: Json | null;
          evidence?: string | null;
          expires_at?: string | null;
          failed_at?: string | null;
          id?: number;
          is_start?: boolean;
          is_stop?: boolean;
          kind?: string;
          live_until?: string | null;
          machine_reason?: string | null;
          machine_undone_at?: string | null;
          machine_undone_by?: string | null;
          media?: Json | null;
          priority?: number;
          provider_message_id?: string | null;
          provider_timestamp?: string | null;
          purpose: string;
          push_name?: string | null;
          quoted_whatsapp_id?: string | null;
          read_at?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          reason_to_write?: string | null;
          recipient?: string | null;
          reconcile_at?: string | null;
          reconcile_tries?: number;
          referral?: Json | null;
          reminder_of?: number | null;
          reminder_step?: number | null;
          request_id?: number | null;
          resolved_by?: string | null;
          retries?: number;
          send_began_at?: string | null;
          sent_at?: string | null;
          sent_by?: string | null;
          status: string;
          template_id?: number | null;
          template_version?: number | null;
          unconfirmed_at?: string | null;
          whatsapp_message_id?: string | null;
          workspace_id: string;
          written_at?: never;
        };
        Update: {
          accepted_at?: string | null;
          acknowledged_at?: string | null;
          address?: string | null;
          ask_id?: number | null;
          ask_open?: boolean;
          attempt?: number;
          awaits_content?: boolean;
          bind_at?: string | null;
          bind_tries?: number;
          body?: string | null;
          call_id?: number | null;
          channel_id?: string;
          client_key?: string | null;
          contact_id?: number;
          content?: Json | null;
          content_name?: string | null;
          content_removed_at?: string | null;
          conversation_id?: number;
          created_at?: string;
          deleted_at?: string | null;
          delivered_at?: string | null;
          direction?: string;
          due_at?: string | null;
          edit_unreadable_at?: string | null;
          edited_at?: string | null;
          edits?: Json | null;
          evidence?: string | null;
          expires_at?: string | null;
          failed_at?: string | null;
          id?: number;
          is_start?: boolean;
          is_stop?: boolean;
          kind?: string;
          live_until?: string | null;
          machine_reason?: string | null;
          machine_undone_at?: string | null;
          machine_undone_by?: string | null;
          media?: Json | null;
          priority?: number;
          provider_message_id?: string | null;
          provider_timestamp?: string | null;
          purpose?: string;
          push_name?: string | null;
          quoted_whatsapp_id?: string | null;
          read_at?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          reason_to_write?: string | null;
          recipient?: string | null;
          reconcile_at?: string | null;
          reconcile_tries?: number;
          referral?: Json | null;
          reminder_of?: number | null;
          reminder_step?: number | null;
          request_id?: number | null;
          resolved_by?: string | null;
          retries?: number;
          send_began_at?: string | null;
          sent_at?: string | null;
          sent_by?: string | null;
          status?: string;
          template_id?: number | null;
          template_version?: number | null;
          unconfirmed_at?: string | null;
          whatsapp_message_id?: string | null;
          workspace_id?: string;
          written_at?: never;
        };
        Relationships: [
          {
            foreignKeyName: "whatsapp_messages_ask_id_fkey";
            columns: ["ask_id"];
            isOneToOne: false;
            referencedRelation: "asks";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_messages_call_id_fkey";
            columns: ["call_id"];
            isOneToOne: false;
            referencedRelation: "cloudtalk_calls";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_messages_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: false;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_messages_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_messages_conversation_id_fkey";
            columns: ["conversation_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_conversations";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_messages_reminder_of_fkey";
            columns: ["reminder_of"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_messages_template_id_fkey";
            columns: ["template_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_templates";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_messages_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      whatsapp_reactions: {
        Row: {
          direction: string;
          emoji: string | null;
          id: number;
          message_id: number;
          reacted_at: string;
          request_id: number | null;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          direction: string;
          emoji?: string | null;
          id?: never;
          message_id: number;
          reacted_at: string;
          request_id?: number | null;
          workspace_id: string;
        };
        Update: {
          direction?: string;
          emoji?: string | null;
          id?: never;
          message_id?: number;
          reacted_at?: string;
          request_id?: number | null;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "whatsapp_reactions_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_reactions_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      whatsapp_send_attempts: {
        Row: {
          attempt: number;
          channel_id: string;
          code: string | null;
          detail: string | null;
          finished_at: string | null;
          http_status: number | null;
          id: number;
          lease_until: string;
          message_id: number;
          outcome: string;
          started_at: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          attempt: number;
          channel_id: string;
          code?: string | null;
          detail?: string | null;
          finished_at?: string | null;
          http_status?: number | null;
          id?: never;
          lease_until: string;
          message_id: number;
          outcome?: string;
          started_at: string;
          workspace_id: string;
        };
        Update: {
          attempt?: number;
          channel_id?: string;
          code?: string | null;
          detail?: string | null;
          finished_at?: string | null;
          http_status?: number | null;
          id?: never;
          lease_until?: string;
          message_id?: number;
          outcome?: string;
          started_at?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "whatsapp_send_attempts_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: false;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_send_attempts_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_messages";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_send_attempts_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      whatsapp_statuses: {
        Row: {
          channel_id: string;
          error_text: string | null;
          failure: string | null;
          lid: string | null;
          provider_timestamp: string | null;
          rank: number;
          received_at: string;
          request_id: number | null;
          status: string;
          whatsapp_id: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          channel_id: string;
          error_text?: string | null;
          failure?: string | null;
          lid?: string | null;
          provider_timestamp?: string | null;
          rank: number;
          received_at?: string;
          request_id?: number | null;
          status: string;
          whatsapp_id: string;
          workspace_id: string;
        };
        Update: {
          channel_id?: string;
          error_text?: string | null;
          failure?: string | null;
          lid?: string | null;
          provider_timestamp?: string | null;
          rank?: number;
          received_at?: string;
          request_id?: number | null;
          status?: string;
          whatsapp_id?: string;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "whatsapp_statuses_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: false;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_statuses_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      whatsapp_template_states: {
        Row: {
          becomes_at: string | null;
          becomes_category: string | null;
          category: string | null;
          category_asked: string | null;
          channel_id: string;
          drifted: boolean;
          edits: string[];
          errand: string | null;
          errand_code: string | null;
          errand_reason: string | null;
          errands: number;
          id: number;
          language: string | null;
          parameter_names: string[] | null;
          quality: string | null;
          reason: string | null;
          reason_code: string | null;
          recommendation: string | null;
          shown: Json | null;
          state: string;
          submitted_at: string | null;
          submitted_by: string | null;
          synced_at: string | null;
          template_id: number | null;
          told_at: string | null;
          ttl_seconds: number | null;
          updated_at: string;
          vendor_id: string | null;
          vendor_name: string | null;
          version: number;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          becomes_at?: string | null;
          becomes_category?: string | null;
          category?: string | null;
          category_asked?: string | null;
          channel_id: string;
          drifted?: boolean;
          edits?: string[];
          errand?: string | null;
          errand_code?: string | null;
          errand_reason?: string | null;
          errands?: number;
          id?: never;
          language?: string | null;
          parameter_names?: string[] | null;
          quality?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          recommendation?: string | null;
          shown?: Json | null;
          state: string;
          submitted_at?: string | null;
          submitted_by?: string | null;
          synced_at?: string | null;
          template_id?: number | null;
          told_at?: string | null;
          ttl_seconds?: number | null;
          updated_at?: string;
          vendor_id?: string | null;
          vendor_name?: string | null;
          version?: number;
          workspace_id: string;
        };
        Update: {
          becomes_at?: string | null;
          becomes_category?: string | null;
          category?: string | null;
          category_asked?: string | null;
          channel_id?: string;
          drifted?: boolean;
          edits?: string[];
          errand?: string | null;
          errand_code?: string | null;
          errand_reason?: string | null;
          errands?: number;
          id?: never;
          language?: string | null;
          parameter_names?: string[] | null;
          quality?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          recommendation?: string | null;
          shown?: Json | null;
          state?: string;
          submitted_at?: string | null;
          submitted_by?: string | null;
          synced_at?: string | null;
          template_id?: number | null;
          told_at?: string | null;
          ttl_seconds?: number | null;
          updated_at?: string;
          vendor_id?: string | null;
          vendor_name?: string | null;
          version?: number;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "whatsapp_template_states_channel_id_fkey";
            columns: ["channel_id"];
            isOneToOne: false;
            referencedRelation: "channels";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_template_states_template_id_fkey";
            columns: ["template_id"];
            isOneToOne: false;
            referencedRelation: "whatsapp_templates";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "whatsapp_template_states_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      whatsapp_templates: {
        Row: {
          body: string;
          category: string | null;
          components: Json | null;
          created_at: string;
          id: number;
          key: string;
          language: string;
          title: string | null;
          ttl_seconds: number | null;
          updated_at: string;
          updated_by: string | null;
          version: number;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          body: string;
          category?: string | null;
          components?: Json | null;
          created_at?: string;
          id?: never;
          key: string;
          language?: string;
          title?: string | null;
          ttl_seconds?: number | null;
          updated_at?: string;
          updated_by?: string | null;
          version?: number;
          workspace_id: string;
        };
        Update: {
          body?: string;
          category?: string | null;
          components?: Json | null;
          created_at?: string;
          id?: never;
          key?: string;
          language?: string;
          title?: string | null;
          ttl_seconds?: number | null;
          updated_at?: string;
          updated_by?: string | null;
          version?: number;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "whatsapp_templates_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      workspace_settings: {
        Row: {
          kind: string;
          saved_at: string;
          saved_by: string | null;
          value: NonNullable<Json>;
          version: number;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          kind: string;
          saved_at?: string;
          saved_by?: string | null;
          value: NonNullable<Json>;
          version: number;
          workspace_id: string;
        };
        Update: {
          kind?: string;
          saved_at?: string;
          saved_by?: string | null;
          value?: NonNullable<Json>;
          version?: number;
          workspace_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: "workspace_settings_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      workspaces: {
        Row: {
          created_at: string;
          default_country: string;
          id: string;
          invited_at: string | null;
          key: string;
          muted_alerts: string[];
          name: string;
          sending_hours: NonNullable<Json>;
          text_read_at: string | null;
          time_zone: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          default_country?: string;
          id?: string;
          invited_at?: string | null;
          key: string;
          muted_alerts?: string[];
          name: string;
          sending_hours?: NonNullable<Json>;
          text_read_at?: string | null;
          time_zone?: string;
        };
        Update: {
          created_at?: string;
          default_country?: string;
          id?: string;
          invited_at?: string | null;
          key?: string;
          muted_alerts?: string[];
          name?: string;
          sending_hours?: NonNullable<Json>;
          text_read_at?: string | null;
          time_zone?: string;
        };
        Relationships: [];
      };
    };
    Views: {
      google_ads_leads: {
        Row: {
          ad: string | null;
          ad_id: string | null;
          adset: string | null;
          adset_id: string | null;
          answered_at: string | null;
          answers: NonNullable<Json>;
          bill_at: string | null;
          campaign: string | null;
          campaign_id: string | null;
          click_ids: NonNullable<Json>;
          company: string | null;
          conflicts: NonNullable<Json>;
          consents: NonNullable<Json>;
          contact_id: number | null;
          country: string | null;
          created_at: string;
          details_removed_at: string | null;
          email: string | null;
          external_id: string;
          facts: NonNullable<Json>;
          first_sent_at: string | null;
          form: string | null;
          form_id: string | null;
          id: number;
          import_id: number | null;
          is_organic: boolean | null;
          is_test: boolean;
          name: string | null;
          outcome: string | null;
          outcome_at: string | null;
          outcome_by: string | null;
          page_id: string | null;
          phone: string | null;
          platform: string | null;
          reason: string | null;
          reason_code: string | null;
          request_id: number | null;
          source: string;
          state: string;
          status: string;
          submitted_at: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          ad?: string | null;
          ad_id?: string | null;
          adset?: string | null;
          adset_id?: string | null;
          answered_at?: string | null;
          answers?: Json | null;
          bill_at?: string | null;
          campaign?: string | null;
          campaign_id?: string | null;
          click_ids?: Json | null;
          company?: string | null;
          conflicts?: Json | null;
          consents?: Json | null;
          contact_id?: number | null;
          country?: string | null;
          created_at?: string | null;
          details_removed_at?: string | null;
          email?: string | null;
          external_id?: string | null;
          facts?: Json | null;
          first_sent_at?: string | null;
          form?: string | null;
          form_id?: string | null;
          id?: number | null;
          import_id?: number | null;
          is_organic?: boolean | null;
          is_test?: boolean | null;
          name?: string | null;
          outcome?: string | null;
          outcome_at?: string | null;
          outcome_by?: string | null;
          page_id?: string | null;
          phone?: string | null;
          platform?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          request_id?: number | null;
          source?: string | null;
          state?: string | null;
          status?: string | null;
          submitted_at?: string | null;
          workspace_id?: string | null;
        };
        Update: {
          ad?: string | null;
          ad_id?: string | null;
          adset?: string | null;
          adset_id?: string | null;
          answered_at?: string | null;
          answers?: Json | null;
          bill_at?: string | null;
          campaign?: string | null;
          campaign_id?: string | null;
          click_ids?: Json | null;
          company?: string | null;
          conflicts?: Json | null;
          consents?: Json | null;
          contact_id?: number | null;
          country?: string | null;
          created_at?: string | null;
          details_removed_at?: string | null;
          email?: string | null;
          external_id?: string | null;
          facts?: Json | null;
          first_sent_at?: string | null;
          form?: string | null;
          form_id?: string | null;
          id?: number | null;
          import_id?: number | null;
          is_organic?: boolean | null;
          is_test?: boolean | null;
          name?: string | null;
          outcome?: string | null;
          outcome_at?: string | null;
          outcome_by?: string | null;
          page_id?: string | null;
          phone?: string | null;
          platform?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          request_id?: number | null;
          source?: string | null;
          state?: string | null;
          status?: string | null;
          submitted_at?: string | null;
          workspace_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "leads_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "leads_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
      meta_ads_leads: {
        Row: {
          ad: string | null;
          ad_id: string | null;
          adset: string | null;
          adset_id: string | null;
          answered_at: string | null;
          answers: NonNullable<Json>;
          bill_at: string | null;
          campaign: string | null;
          campaign_id: string | null;
          click_ids: NonNullable<Json>;
          company: string | null;
          conflicts: NonNullable<Json>;
          consents: NonNullable<Json>;
          contact_id: number | null;
          country: string | null;
          created_at: string;
          details_removed_at: string | null;
          email: string | null;
          external_id: string;
          facts: NonNullable<Json>;
          first_sent_at: string | null;
          form: string | null;
          form_id: string | null;
          id: number;
          import_id: number | null;
          is_organic: boolean | null;
          is_test: boolean;
          name: string | null;
          outcome: string | null;
          outcome_at: string | null;
          outcome_by: string | null;
          page_id: string | null;
          phone: string | null;
          platform: string | null;
          reason: string | null;
          reason_code: string | null;
          request_id: number | null;
          source: string;
          state: string;
          status: string;
          submitted_at: string;
          workspace_id: string;
        };
        ComputedFields: never;
        Insert: {
          ad?: string | null;
          ad_id?: string | null;
          adset?: string | null;
          adset_id?: string | null;
          answered_at?: string | null;
          answers?: Json | null;
          bill_at?: string | null;
          campaign?: string | null;
          campaign_id?: string | null;
          click_ids?: Json | null;
          company?: string | null;
          conflicts?: Json | null;
          consents?: Json | null;
          contact_id?: number | null;
          country?: string | null;
          created_at?: string | null;
          details_removed_at?: string | null;
          email?: string | null;
          external_id?: string | null;
          facts?: Json | null;
          first_sent_at?: string | null;
          form?: string | null;
          form_id?: string | null;
          id?: number | null;
          import_id?: number | null;
          is_organic?: boolean | null;
          is_test?: boolean | null;
          name?: string | null;
          outcome?: string | null;
          outcome_at?: string | null;
          outcome_by?: string | null;
          page_id?: string | null;
          phone?: string | null;
          platform?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          request_id?: number | null;
          source?: string | null;
          state?: string | null;
          status?: string | null;
          submitted_at?: string | null;
          workspace_id?: string | null;
        };
        Update: {
          ad?: string | null;
          ad_id?: string | null;
          adset?: string | null;
          adset_id?: string | null;
          answered_at?: string | null;
          answers?: Json | null;
          bill_at?: string | null;
          campaign?: string | null;
          campaign_id?: string | null;
          click_ids?: Json | null;
          company?: string | null;
          conflicts?: Json | null;
          consents?: Json | null;
          contact_id?: number | null;
          country?: string | null;
          created_at?: string | null;
          details_removed_at?: string | null;
          email?: string | null;
          external_id?: string | null;
          facts?: Json | null;
          first_sent_at?: string | null;
          form?: string | null;
          form_id?: string | null;
          id?: number | null;
          import_id?: number | null;
          is_organic?: boolean | null;
          is_test?: boolean | null;
          name?: string | null;
          outcome?: string | null;
          outcome_at?: string | null;
          outcome_by?: string | null;
          page_id?: string | null;
          phone?: string | null;
          platform?: string | null;
          reason?: string | null;
          reason_code?: string | null;
          request_id?: number | null;
          source?: string | null;
          state?: string | null;
          status?: string | null;
          submitted_at?: string | null;
          workspace_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "leads_contact_id_fkey";
            columns: ["contact_id"];
            isOneToOne: false;
            referencedRelation: "contacts";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "leads_workspace_id_fkey";
            columns: ["workspace_id"];
            isOneToOne: false;
            referencedRelation: "workspaces";
            referencedColumns: ["id"];
          },
        ];
      };
    };
    Functions: {
      acknowledge: { Args: { item: number; kind: string }; Returns: boolean };
      add_attachment: { Args: { actor: string; contact: number; file: Json }; Returns: Json };
      add_channel: { Args: { actor: string; channel: Json }; Returns: string };
      add_lead: { Args: { lead: Json; workspace: string }; Returns: number };
      add_member: {
        Args: { name?: string; role: string; user_id: string; workspace: string };
        Returns: Json;
      };
      add_note: { Args: { body: string; contact: number; mentions?: string[] }; Returns: number };
      adopt_template: {
        Args: { body: string; key: string; state: number; title: string };
        Returns: undefined;
      };
      alert_settings: { Args: { workspace: string }; Returns: Json };
      allow_again: { Args: { contact: number; reason: string }; Returns: boolean };
      api_key_list: { Args: { workspace: string }; Returns: Json };
      as_program: { Args: { args: Json; key_hash: string; verb: string }; Returns: Json };
      ask_to_confirm: { Args: { reason: number }; Returns: Json };
      audit_page: {
        Args: { before: number; kind: string; page_size: number; person: string };
        Returns: Json;
      };
      be_here: { Args: { contact: number; typing?: boolean }; Returns: Json };
      begin_export: { Args: { contact: number }; Returns: Json };
      bills_page: {
        Args: { before?: string; contact?: number; page_size?: number; state: string };
        Returns: Json;
      };
      bind_message: { Args: { info: Json; message: number }; Returns: boolean };
      call_lifts: { Args: { call: number }; Returns: Json };
      call_list: { Args: { filters?: Json; page_size?: number; workspace: string }; Returns: Json };
      cancel_manual: { Args: { message: number }; Returns: string };
      change_lead: { Args: { lead: number; outcome: string }; Returns: Json };
      change_member: {
        Args: { calls_as: string; member: string; name: string; role: string; workspace: string };
        Returns: undefined;
      };
      change_people: { Args: { change: Json; contacts: number[]; workspace: string }; Returns: Json };
      channel_access: { Args: { channel?: string }; Returns: Json };
      channel_list: { Args: { workspace: string }; Returns: Json };
      channel_move: { Args: { channel: string; move_to: string }; Returns: Json };
      choose_first_contacts: { Args: { channel: string }; Returns: undefined };
      choose_told: { Args: { told: string[]; workspace: string }; Returns: undefined };
      claim_messages: { Args: { channel: string; max_wait_ms: number; worker?: string }; Returns: Json };
      clock_state: { Args: Record<PropertyKey, never>; Returns: Json };
      configure_default_channel: { Args: { settings: Json }; Returns: boolean };
      confirm_bill: { Args: { ask?: number; call?: number; message?: number }; Returns: string };
      confirm_file: { Args: { message: number }; Returns: string };
      consent_history: {
        Args: { before: number; contact: number; page_size: number; workspace: string };
        Returns: Json;
      };
      contact_list: { Args: { before: number; page_size: number; search: string }; Returns: Json };
      contact_page: { Args: { contact: number; messages_before?: number }; Returns: Json };
      contact_reasons: { Args: { contact: number }; Returns: Json };
      deployment_facts: { Args: Record<PropertyKey, never>; Returns: Json };
      dismiss_contact: { Args: { contact: number }; Returns: boolean };
      dismiss_member: { Args: { member: string; workspace: string }; Returns: undefined };
      edit_contact: { Args: { contact: number; time_zone: string }; Returns: boolean };
      edit_fields: { Args: { contact: number; fields: Json }; Returns: boolean };
      edit_me: {
        Args: { language: string; name: string; phone: string; summaries?: string[]; workspace: string };
        Returns: undefined;
      };
      edit_workspace: {
        Args: { default_country: string; name: string; time_zone: string; workspace: string };
        Returns: undefined;
      };
      erase_contact: { Args: { contact: number; reason: string; typed: string }; Returns: Json };
      event_page: {
        Args: { before: number; page_size: number; source: string; state: string };
        Returns: Json;
      };
      events_to_replay: { Args: { most: number; source: string; state: string }; Returns: Json };
      events_to_reread: { Args: { most: number }; Returns: Json };
      expected_time: { Args: { message: number }; Returns: string };
      export_page: {
        Args: { after: number; contact: number; page_size: number; part: string };
        Returns: Json;
      };
      export_registry: { Args: { after?: string; page_size?: number; workspace: string }; Returns: Json };
      field_mapping: { Args: { workspace_key: string }; Returns: Json };
      field_samples: { Args: { page_size: number; workspace: string }; Returns: Json };
      finish_reconciliation: { Args: { result: Json }; Returns: boolean };
      finish_restore_page: { Args: { held: number; result: Json }; Returns: boolean };
      finish_task: {
        Args: { attempt: number; result: Json; task: number; tries?: number };
        Returns: boolean;
      };
      first_steps: { Args: Record<PropertyKey, never>; Returns: Json };
      give_reason: { Args: { contact: number; note: string; purpose: string }; Returns: number };
      import_registry: { Args: { answers: Json; others_free?: boolean; workspace: string }; Returns: Json };
      inbox: { Args: { filters?: Json; known?: string }; Returns: Json };
      insights: {
        Args: {
          agent?: string;
          before_since?: string;
          before_until?: string;
          since: string;
          until: string;
          workspace: string;
        };
        Returns: Json;
      };
      invite_member: {
        Args: { actor: string; name: string; role: string; user_id: string; workspace: string };
        Returns: undefined;
      };
      keep_privacy: { Args: { batch: number }; Returns: Json };
      keep_readings: { Args: { ids: number[]; staff: string; version: number }; Returns: number };
      known_tags: { Args: { contact: number }; Returns: string[] };
      lead_board: { Args: { column_size?: number; filters?: Json; workspace: string }; Returns: Json };
      lead_form_key_access: { Args: Record<PropertyKey, never>; Returns: Json };
      lead_form_key_list: { Args: { source: string; workspace: string }; Returns: Json };
      lead_form_list: { Args: { workspace: string }; Returns: Json };
      lead_list: {
        Args: {
          before?: number;
          page_size: number;
          source?: string;
          state?: string;
          view?: string;
          workspace: string;
        };
        Returns: Json;
      };
      lead_page: { Args: { filters?: Json; page_size?: number; workspace: string }; Returns: Json };
      lead_told: { Args: { lead: number; workspace: string }; Returns: Json };
      lead_view: { Args: { lead: number }; Returns: Json };
      lift_begin_lock: { Args: { channel: string }; Returns: undefined };
      link_contact: { Args: { contact: number; phone: string }; Returns: number };
      list_messages: {
        Args: { before: number; direction: string; page_size: number; phone: string; workspace: string };
        Returns: Json;
      };
      list_templates_now: { Args: { workspace: string }; Returns: undefined };
      make_api_key: {
        Args: { hash: string; name: string; prefix: string; role: string; workspace: string };
        Returns: string;
      };
      make_lead_form_key: {
        Args: { key: string; name: string; sealed: string; source: string; workspace: string };
        Returns: undefined;
      };
      mark_read: { Args: { contact: number; message?: number }; Returns: number };
      mark_unread: { Args: { contact: number }; Returns: undefined };
      member_list: { Args: { workspace: string }; Returns: Json };
      merge_contacts: { Args: { loser: number; reason: string; winner: number }; Returns: number };
      message_list: {
        Args: {
          before?: number;
          direction?: string;
          page_size: number;
          phone?: string;
          status?: string;
          workspace: string;
        };
        Returns: Json;
      };
      migration_version: { Args: Record<PropertyKey, never>; Returns: string };
      monitor_snapshot: {
        Args: { filters?: Json; heard?: Json; known?: string; page_size: number };
        Returns: Json;
      };
      mute_alerts: { Args: { kinds: string[]; workspace: string }; Returns: undefined };
      note_alert_test: { Args: { workspace: string }; Returns: undefined };
      note_bills_export: { Args: { what: string; workspace: string }; Returns: undefined };
      note_consent_export: { Args: { workspace: string }; Returns: boolean };
      note_jobs: { Args: { failed: string[] }; Returns: Json };
      note_lead_form_key: { Args: { form: string; key: string }; Returns: undefined };
      note_lead_source: {
        Args: { detail: string; problem: string; read_until: string; source: string; token_ends_at: string };
        Returns: undefined;
      };
      note_list_export: { Args: { what: string; workspace: string }; Returns: boolean };
      note_session: { Args: { event: string }; Returns: boolean };
      note_template_approved: {
        Args: {
          channel: string;
          expected_version: number;
          key: string;
          vendor_id: string;
          workspace: string;
        };
        Returns: undefined;
      };
      open_media: { Args: { message: number }; Returns: Json };
      open_password_link: { Args: { member: string; workspace: string }; Returns: string };
      open_person: { Args: { name?: string; phone: string; workspace: string }; Returns: number };
      open_program: { Args: { args: Json; key_hash: string; verb: string }; Returns: Json };
      override_call: {
        Args: { any_hour?: boolean; call: number; decision: string; lifts?: string[] };
        Returns: string;
      };
      people_list: { Args: { filters?: Json; page_size?: number; workspace: string }; Returns: Json };
      preview_erasure: { Args: { contact: number }; Returns: Json };
      preview_text: { Args: { body: string; own?: boolean; workspace: string }; Returns: Json };
      privacy_status: { Args: Record<PropertyKey, never>; Returns: Json };
      proposed_people: { Args: { contact: number }; Returns: Json };
      queue_lead_lists: { Args: { sources: string[] }; Returns: undefined };
      queue_summaries: { Args: Record<PropertyKey, never>; Returns: number };
      queue_template_lists: { Args: Record<PropertyKey, never>; Returns: number };
      read_event: { Args: { event: number }; Returns: Json };
      read_me: { Args: { workspace: string }; Returns: Json };
      read_settings: { Args: { kind: string; version?: number; workspace: string }; Returns: Json };
      read_to_show: { Args: { contact: number; typing?: boolean }; Returns: Json };
      reasons_effect: { Args: { workspace: string }; Returns: Json };
      receiver_access: { Args: { workspace?: string }; Returns: Json };
      record_channel_test: { Args: { actor: string; channel: string; probe: Json }; Returns: string };
      record_delivery: { Args: { delivery: Json; effects: Json }; Returns: Json };
      record_probe: { Args: { channel: string; probe: Json }; Returns: string };
      record_templates: {
        Args: { began: string; channel: string; is_last: boolean; templates: Json };
        Returns: number;
      };
      registry_state: { Args: { workspace: string }; Returns: Json };
      reject_file: { Args: { kind: string; message: number; note?: string }; Returns: string };
      release_restored: { Args: { channel: string; people: number }; Returns: string };
      reminders_ahead: { Args: { call: number }; Returns: boolean };
      remove_alert_receiver: { Args: { kind: string; workspace: string }; Returns: undefined };
      remove_member: { Args: { user_id: string; workspace: string }; Returns: boolean };
      remove_note: { Args: { note: number }; Returns: boolean };
      rename_channel: { Args: { channel: string; name: string }; Returns: undefined };
      replay_delivery: { Args: { reading: Json; request: number; staff: string }; Returns: Json };
      reread_delivery: { Args: { reading: Json; request: number; staff: string }; Returns: Json };
      reseal_channel: { Args: { channel: string; sealed: string; version: number }; Returns: boolean };
      reseal_lead_form_key: { Args: { before: string; key: string; sealed: string }; Returns: boolean };
      reseal_receiver: {
        Args: { before: string; kind: string; sealed: string; workspace: string };
        Returns: boolean;
      };
      resolve_uncertain: { Args: { decision: string; message: number }; Returns: string };
      retire_channel: { Args: { channel: string; move_to?: string }; Returns: Json };
      retire_lead_form_key: { Args: { key: string; workspace: string }; Returns: undefined };
      retry_event: { Args: { request: number }; Returns: Json };
      revoke_api_key: { Args: { key: string; workspace: string }; Returns: undefined };
      save_lead_form: { Args: { form: number; mapping: Json; name?: string }; Returns: Json };
      save_ready_answer: {
        Args: { before: string; body: string; shortcut: string; title: string; workspace: string };
        Returns: undefined;
      };
      save_settings: {
        Args: { actor: string; expected_version: number; kind: string; value: Json; workspace: string };
        Returns: Json;
      };
      save_template: {
        Args: {
          actor: string;
          body: string;
          expected_version?: number;
          key: string;
          language: string;
          look?: Json;
          title?: string;
          workspace: string;
        };
        Returns: Json;
      };
      send_manual: {
        Args: {
          attachment?: string;
          body: string;
          contact: number;
          despite?: boolean;
          key: string;
          parameters?: Json;
          quoted?: number;
          reason?: string;
          seen?: number;
          template?: string;
        };
        Returns: Json;
      };
      send_to_number: {
        Args: {
          body?: string;
          fingerprint?: string;
          key?: string;
          language?: string;
          lead?: string;
          parameters?: Json;
          phone: string;
          reason?: string;
          template?: string;
          workspace: string;
        };
        Returns: Json;
      };
      set_alert_receiver: {
        Args: { actor: string; kind: string; sealed: string; shown: Json; workspace: string };
        Returns: undefined;
      };
      set_channel_credentials: {
        Args: { account: string; actor: string; channel: string; sealed: string };
        Returns: number;
      };
      set_channel_pace: { Args: { actor: string; channel: string; pace: Json }; Returns: undefined };
      set_channel_paused: { Args: { channel: string; paused: boolean }; Returns: string };
      set_channel_shows_read: { Args: { channel: string; shown: boolean }; Returns: undefined };
      set_contact_blocked: { Args: { blocked: boolean; contact: number; reason: string }; Returns: boolean };
      settle_alert: {
        Args: { alert: string; detail?: string; outcome: string; phase: string; receiver: string };
        Returns: boolean;
      };
      settle_conflict: { Args: { field: string; lead: number; take: boolean }; Returns: boolean };
      settle_deletion: { Args: { deletion: number; error?: string }; Returns: boolean };
      settle_failed_task: { Args: { decision: string; task: number }; Returns: string };
      settle_first_step: { Args: { step: string; workspace: string }; Returns: undefined };
      settle_messages: { Args: { channel: string; settlements: Json }; Returns: Json };
      settle_refusal: { Args: { decision: string; item: number }; Returns: string };
      shell: { Args: { workspace?: string }; Returns: Json };
      split_contact: { Args: { merge: number; reason: string }; Returns: number };
      staff_names: { Args: Record<PropertyKey, never>; Returns: Json };
      submit_lead: {
        Args: { fingerprint?: string; key?: string; lead: Json; workspace: string };
        Returns: Json;
      };
      submit_template: {
        Args: { channel: string; expected_version: number; key: string; name?: string; workspace: string };
        Returns: string;
      };
      take_failed_events: { Args: { fresh?: boolean; most: number }; Returns: number[] };
      take_for_replay: { Args: { ids: number[] }; Returns: Json };
      take_for_reread: { Args: { ids: number[]; staff: string }; Returns: Json };
      take_reconciliations: { Args: { able: Json }; Returns: Json };
      take_restore_check: { Args: { logs: string[] }; Returns: Json };
      take_tasks: { Args: { kinds: Json; most: number }; Returns: Json };
      task_page: { Args: { before: number; page_size: number; state: string }; Returns: Json };
      template_list: { Args: { workspace: string }; Returns: Json };
      template_shelf: { Args: { workspace: string }; Returns: Json };
      texts_for: { Args: { contact: number }; Returns: Json };
      tick: { Args: Record<PropertyKey, never>; Returns: Json };
      told: { Args: Record<PropertyKey, never>; Returns: Json };
      try_decision: { Args: { call?: number; facts?: Json; rules?: Json; workspace: string }; Returns: Json };
      try_lead_rules: { Args: { page_size?: number; rules?: Json; workspace: string }; Returns: Json };
      undo_bill: { Args: { ask?: number; call?: number; proof?: number; reason?: string }; Returns: string };
      undo_file: { Args: { message: number }; Returns: string };
      undo_machine: { Args: { message: number }; Returns: string };
      undo_people: { Args: { undo: string; workspace: string }; Returns: number };
      unknown_calls: { Args: { calls: Json; workspace: string }; Returns: string[] };
      unknown_leads: { Args: { external_ids: string[]; source: string }; Returns: string[] };
      view_media: { Args: { message: number }; Returns: Json };
      watch: { Args: { deliver: boolean }; Returns: Json };
      whoami: { Args: Record<PropertyKey, never>; Returns: Json };
      withdraw_reason: { Args: { note: string; reason: number }; Returns: boolean };
      withdraw_template: { Args: { state: number }; Returns: undefined };
      work_conversation: { Args: { change: Json; contact: number }; Returns: Json };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
    ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
    ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
