/** What one part of the check found: each name of the published data once, in one of the three. */
export interface Contract {
  title: string;
  held: string[];
  /** What we leave out, with the reason. */
  left: { name: string; why: string }[];
  broken: { name: string; why: string }[];
}

export const contract = (title: string): Contract => ({ title, held: [], left: [], broken: [] });
