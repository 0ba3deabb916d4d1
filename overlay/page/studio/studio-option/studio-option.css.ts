import { css } from 'lit'

/** The panel of sliders and the link. */
export const styles = css`
  .panel {
    display: grid;
    gap: 1rem;
  }

  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
  }

  .slider {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0.25rem 0.5rem;
    font-size: 0.875rem;
  }

  .slider input {
    grid-column: 1 / -1;
  }

  output {
    color: var(--page-quiet);
    font-variant-numeric: tabular-nums;
  }

  .link {
    display: grid;
    gap: 0.5rem;
    padding-top: 1rem;
    border-top: 1px solid var(--page-line);
  }

  .link input:not([type='range']) {
    background: var(--page-ground);
    color: var(--page-quiet);
    font-size: 0.875rem;
    text-overflow: ellipsis;
  }
`
