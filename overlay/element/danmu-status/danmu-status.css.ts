import { css } from 'lit'

/** The style sheet of the status panel. Only custom properties and parts are public. */
export const styles = css`
  :host {
    padding: 6px;
    contain: layout style;
  }

  .status {
    display: inline-flex;
    flex-direction: column;
    gap: 0.25em;
    max-width: 100%;
    padding: 0.5em 0.8em;
    font-size: 0.8em;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
    animation: appear 160ms ease-out;
  }

  p {
    margin: 0;
  }

  .wrong {
    padding-inline-start: 0.5em;
    border-inline-start: 3px solid var(--_danger);
  }
`
