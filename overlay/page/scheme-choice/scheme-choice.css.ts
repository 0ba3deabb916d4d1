import { css } from 'lit'

/** The style sheet of the choice: three icons in one frame. */
export const styles = css`
  :host {
    flex: none;
  }

  .choices {
    display: flex;
    padding: 1px;
    border: 1px solid var(--page-line);
    border-radius: 6px;
  }

  .chip span {
    justify-content: center;
    width: 1.875rem;
    min-height: 1.75rem;
    padding: 0;
    border: 0;
  }

  .chip:hover span {
    color: var(--page-text);
  }

  .chip :checked + span {
    background: var(--page-raised);
    color: var(--page-accent);
  }

  .icon {
    width: 1rem;
    height: 1rem;
  }
`
