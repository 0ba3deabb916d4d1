import { css } from 'lit'

/** The styles of the field for a room and of the messages below it. */
export const styles = css`
  :host {
    flex: 1 1 24rem;
    max-width: 52rem;
    margin-inline: auto;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  input {
    flex: 1 1 14rem;
    width: auto;
  }

  .outcome,
  .choice {
    flex-basis: 100%;
    font-size: 0.875rem;
  }

  .outcome.bad {
    color: var(--page-bad);
  }

  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }

  @media (max-width: 47.99em) {
    .demo {
      flex: 1;
    }
  }
`
