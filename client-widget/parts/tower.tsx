/** 盖楼: a comment with the stack of what it answers, folded after three. Part: `tower`. */
import { useState } from 'preact/hooks';
import type { CommentView } from '../../server/contract/comment.ts';
import { fill } from '../i18n/say.ts';
import { Body } from './body.tsx';
import { Comment } from './comment.tsx';
import { useLateBox, useShown } from './context.ts';

/** Levels shown before the fold: the first two and the one that is answered. */
const SHOWN = 3;

export function Tower({ comment }: { comment: CommentView }) {
  const { controller, t } = useLateBox();
  const { own, comments } = useShown(controller);
  const [isOpen, setOpen] = useState(false);
  const parent = comments.find(({ id }) => id === comment.parentId);
  const ancestors = comment.ancestors ?? (parent === undefined ? [] : [...(parent.ancestors ?? []), parent]);
  const hidden = isOpen ? 0 : Math.max(0, ancestors.length - SHOWN);
  const levels = hidden === 0 ? ancestors : [...ancestors.slice(0, SHOWN - 1), ...ancestors.slice(-1)];
  return (
    <li class="conversation">
      {levels.length > 0 && (
        <div class="tower" part="tower">
          {levels.map((level, i) => (
            <div key={level.id} class="level" tabIndex={-1}>
              <p class="meta">
                <bdi>{level.author?.name ?? ''}</bdi>
                <span class="floor">{i === levels.length - 1 ? ancestors.length : i + 1}</span>
              </p>
              {level.html === null ? <p class="meta">{t.removed}</p> : <Body html={level.html} />}
              {hidden > 0 && i === SHOWN - 2 && (
                <button type="button" class="link" onClick={() => setOpen(true)}>
                  {fill(t.expandTower, { n: hidden })}
                </button>
              )}
            </div>
          ))}
        </div>
      )}
      <Comment comment={own.find(({ id }) => id === comment.id) ?? comment} />
    </li>
  );
}
