import { css } from 'lit'

/** The style sheet of the line above the preview. */
export const styles = css`
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
    min-height: 2rem;
  }

  .name {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-width: 0;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .dot {
    width: 0.625rem;
    height: 0.625rem;
  }

  .health {
    color: var(--page-quiet);
  }

  .health.warn,
  .health.bad {
    color: inherit;
  }

  .figure {
    font-variant-numeric: tabular-nums;
  }

  .trouble {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
    margin-top: 0.75rem;
    border-color: var(--page-bad);
  }

  .trouble strong {
    color: var(--page-bad);
  }

  .trouble p {
    overflow-wrap: anywhere;
  }
`
