/** What every control gets. */
export interface Control {
  /** Its own, for a label. */
  id: string;
  /** The id of its name. */
  named: string;
  /** The ids of what describes it. */
  described: string;
  disabled: boolean;
}
