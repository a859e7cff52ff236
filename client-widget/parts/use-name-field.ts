import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The name under which a comment goes out: its field is open while there is none, and when the reader wants another. */
export function useNameField(known: string) {
  const [name, setName] = useState(known);
  const [isNaming, setNaming] = useState(known === '');
  /** A name that the server refused. */
  const [refused, setRefused] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const turnsToName = useRef(false);

  // The field for the name is there from the next drawing on.
  useLayoutEffect(() => {
    if (!turnsToName.current || field.current === null) return;
    turnsToName.current = false;
    field.current.focus();
    field.current.select();
  });

  return {
    name,
    setName,
    isNaming,
    /** Closes the field. */
    close: () => setNaming(false),
    refused,
    setRefused,
    field,
    /** Opens the field, and puts the keyboard's focus into it. */
    open(): void {
      setNaming(true);
      turnsToName.current = true;
    },
  };
}

export type NameField = ReturnType<typeof useNameField>;
