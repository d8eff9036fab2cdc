;; The loops in which trees are grown: once for every row and column of every node. Pointers are in bytes.
;;
;; A bin is 16 bytes, two 64-bit integers: the sum of gradients, and rows * 2^40 + the sum of hessians. Both are sums of
;; whole numbers (src/trees/quantization.ts), so that they are the same in any order, and exact.
(module
  (import "env" "memory" (memory 1 65536 shared))

  ;; Rows stand as two 32-bit integers, gradient and hessian. This puts those of some rows behind one another.
  (func $gather (export "gather") (param $rows i32) (param $count i32) (param $pairs i32) (param $to i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $rows) (local.get $end)))
        (i64.store (local.get $to)
          (i64.load (i32.add (local.get $pairs) (i32.shl (i32.load (local.get $rows)) (i32.const 3)))))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (br $next))))

  ;; Adds rows to the bins of four columns, which begin at $a, $b, $c, $d. A word has the row's bin of each in a byte.
  ;; $pairs are of the rows in their order.
  (func $fill (export "fill")
    (param $rows i32) (param $count i32) (param $pairs i32) (param $words i32)
    (param $a i32) (param $b i32) (param $c i32) (param $d i32)
    (local $end i32) (local $word i32) (local $at i32) (local $value v128)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $rows) (local.get $end)))
        (local.set $word
          (i32.load (i32.add (local.get $words) (i32.shl (i32.load (local.get $rows)) (i32.const 2)))))
        (local.set $value
          (i64x2.add
            (i64x2.extend_low_i32x4_s (v128.load64_zero (local.get $pairs)))
            (v128.const i64x2 0 0x10000000000)))
        (local.set $at
          (i32.add (local.get $a)
            (i32.shl (i32.and (local.get $word) (i32.const 255)) (i32.const 4))))
        (v128.store (local.get $at) (i64x2.add (v128.load (local.get $at)) (local.get $value)))
        (local.set $at
          (i32.add (local.get $b)
            (i32.and (i32.shr_u (local.get $word) (i32.const 4)) (i32.const 4080))))
        (v128.store (local.get $at) (i64x2.add (v128.load (local.get $at)) (local.get $value)))
        (local.set $at
          (i32.add (local.get $c)
            (i32.and (i32.shr_u (local.get $word) (i32.const 12)) (i32.const 4080))))
        (v128.store (local.get $at) (i64x2.add (v128.load (local.get $at)) (local.get $value)))
        (local.set $at
          (i32.add (local.get $d)
            (i32.and (i32.shr_u (local.get $word) (i32.const 20)) (i32.const 4080))))
        (v128.store (local.get $at) (i64x2.add (v128.load (local.get $at)) (local.get $value)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $pairs (i32.add (local.get $pairs) (i32.const 8)))
        (br $next))))

  ;; What is left of a histogram of so many bytes without another one.
  (func (export "subtract") (param $from i32) (param $other i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $from) (local.get $bytes)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (v128.store (local.get $from)
          (i64x2.sub (v128.load (local.get $from)) (v128.load (local.get $other))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (local.set $other (i32.add (local.get $other) (i32.const 16)))
        (br $next))))

  ;; Puts the rows whose bin has a 1 in $sides to the front, and the others to $spare, each in the order that they had; gives how
  ;; many go to the front. Every row is written to both places, and one of them is written over: there is no branch to be
  ;; guessed wrong.
  (func $divide (export "divide")
    (param $rows i32) (param $count i32) (param $spare i32) (param $words i32) (param $shift i32) (param $sides i32)
    (result i32)
    (local $at i32) (local $end i32) (local $left i32) (local $right i32) (local $row i32) (local $side i32)
    (local.set $at (local.get $rows))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $left (local.get $rows))
    (local.set $right (local.get $spare))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $row (i32.load (local.get $at)))
        (local.set $side
          (i32.shl
            (i32.load8_u
              (i32.add (local.get $sides)
                (i32.and
                  (i32.shr_u
                    (i32.load (i32.add (local.get $words) (i32.shl (local.get $row) (i32.const 2))))
                    (local.get $shift))
                  (i32.const 255))))
            (i32.const 2)))
        (i32.store (local.get $left) (local.get $row))
        (i32.store (local.get $right) (local.get $row))
        (local.set $left (i32.add (local.get $left) (local.get $side)))
        (local.set $right (i32.add (local.get $right) (i32.sub (i32.const 4) (local.get $side))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next)))
    (i32.shr_u (i32.sub (local.get $left) (local.get $rows)) (i32.const 2)))

  ;; e to the power of each of some doubles, in place: e^x = 2^k e^r with k whole and |r| <= ln 2 / 2, e^r by its series up
  ;; to r^11. Right to 1e-14 from -708 to 709; beyond, as at these. An even number is done: there has to be room for one more.
  (func $exp (export "exp") (param $at i32) (param $count i32)
    (local $end i32) (local $x v128) (local $k v128) (local $r v128) (local $p v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $x
          (f64x2.max (v128.const f64x2 -708 -708)
            (f64x2.min (v128.const f64x2 709 709) (v128.load (local.get $at)))))
        (local.set $k
          (f64x2.nearest (f64x2.mul (local.get $x) (v128.const f64x2 1.4426950408889634 1.4426950408889634))))
        (local.set $r
          (f64x2.sub
            (f64x2.sub (local.get $x)
              (f64x2.mul (local.get $k) (v128.const f64x2 0.6931471803691238 0.6931471803691238)))
            (f64x2.mul (local.get $k) (v128.const f64x2 1.9082149292705877e-10 1.9082149292705877e-10))))
        (local.set $p (v128.const f64x2 2.505210838544172e-08 2.505210838544172e-08))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 2.755731922398589e-07 2.755731922398589e-07)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 2.7557319223985893e-06 2.7557319223985893e-06)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 2.48015873015873e-05 2.48015873015873e-05)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 0.0001984126984126984 0.0001984126984126984)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 0.001388888888888889 0.001388888888888889)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 0.008333333333333333 0.008333333333333333)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 0.041666666666666664 0.041666666666666664)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 0.16666666666666666 0.16666666666666666)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 0.5 0.5)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 1.0 1.0)))
        (local.set $p (f64x2.add (f64x2.mul (local.get $p) (local.get $r)) (v128.const f64x2 1.0 1.0)))
        ;; The bits of 2^k.
        (local.set $k
          (i64x2.shl
            (i64x2.add
              (i64x2.extend_low_i32x4_s (i32x4.trunc_sat_f64x2_s_zero (local.get $k)))
              (v128.const i64x2 1023 1023))
            (i32.const 52)))
        (v128.store (local.get $at) (f64x2.mul (local.get $p) (local.get $k)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next))))

  ;; The largest of some floats, each without its sign; room for three more has to be there, and hold nothing larger.
  (func (export "largest") (param $at i32) (param $count i32) (result f32)
    (local $end i32) (local $most v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $most (f32x4.max (local.get $most) (f32x4.abs (v128.load (local.get $at)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
      (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most)))))

  ;; Gradients and hessians, times a scale each, as whole numbers beside each other. Room for three more has to be there.
  (func (export "quantize")
    (param $gradients i32) (param $hessians i32) (param $count i32) (param $up f32) (param $across f32) (param $pairs i32)
    (local $end i32) (local $g v128) (local $h v128)
    (local.set $end (i32.add (local.get $gradients) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $gradients) (local.get $end)))
        (local.set $g
          (i32x4.trunc_sat_f32x4_s
            (f32x4.nearest (f32x4.mul (v128.load (local.get $gradients)) (f32x4.splat (local.get $up))))))
        (local.set $h
          (i32x4.trunc_sat_f32x4_s
            (f32x4.nearest (f32x4.mul (v128.load (local.get $hessians)) (f32x4.splat (local.get $across))))))
        (v128.store (local.get $pairs)
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $g) (local.get $h)))
        (v128.store offset=16 (local.get $pairs)
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $g) (local.get $h)))
        (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
        (local.set $hessians (i32.add (local.get $hessians) (i32.const 16)))
        (local.set $pairs (i32.add (local.get $pairs) (i32.const 32)))
        (br $next))))

  ;; Puts into a byte of each word how many of 255 rising thresholds, infinite beyond the last, are below its value; $missing
  ;; where it is not a number. The words' byte has to be 0.
  (func (export "search")
    (param $values i32) (param $count i32) (param $thresholds i32) (param $missing i32) (param $words i32) (param $shift i32)
    (local $end i32) (local $value f32) (local $low i32)
    (local.set $end (i32.add (local.get $values) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $values) (local.get $end)))
        (local.set $value (f32.load (local.get $values)))
        (local.set $low (local.get $thresholds))
        (local.set $low
          (select (i32.add (local.get $low) (i32.const 512)) (local.get $low)
            (f32.gt (local.get $value) (f32.load offset=508 (local.get $low)))))
        (local.set $low
          (select (i32.add (local.get $low) (i32.const 256)) (local.get $low)
            (f32.gt (local.get $value) (f32.load offset=252 (local.get $low)))))
        (local.set $low
          (select (i32.add (local.get $low) (i32.const 128)) (local.get $low)
            (f32.gt (local.get $value) (f32.load offset=124 (local.get $low)))))
        (local.set $low
          (select (i32.add (local.get $low) (i32.const 64)) (local.get $low)
            (f32.gt (local.get $value) (f32.load offset=60 (local.get $low)))))
        (local.set $low
          (select (i32.add (local.get $low) (i32.const 32)) (local.get $low)
            (f32.gt (local.get $value) (f32.load offset=28 (local.get $low)))))
        (local.set $low
          (select (i32.add (local.get $low) (i32.const 16)) (local.get $low)
            (f32.gt (local.get $value) (f32.load offset=12 (local.get $low)))))
        (local.set $low
          (select (i32.add (local.get $low) (i32.const 8)) (local.get $low)
            (f32.gt (local.get $value) (f32.load offset=4 (local.get $low)))))
        (local.set $low
          (select (i32.add (local.get $low) (i32.const 4)) (local.get $low)
            (f32.gt (local.get $value) (f32.load offset=0 (local.get $low)))))
        (i32.store (local.get $words)
          (i32.or (i32.load (local.get $words))
            (i32.shl
              (select (local.get $missing)
                (i32.shr_u (i32.sub (local.get $low) (local.get $thresholds)) (i32.const 2))
                (f32.ne (local.get $value) (local.get $value)))
              (local.get $shift))))
        (local.set $values (i32.add (local.get $values) (i32.const 4)))
        (local.set $words (i32.add (local.get $words) (i32.const 4)))
        (br $next))))

  ;; The bin of so many from $at on behind which a split gains most: (sum of gradients)^2 / (sum of hessians + $l2) of either
  ;; side; -1 where none leaves both sides as many rows and hessian as they have to have. $gradient, $hessian and $rows are what
  ;; is on the left before the first bin. To $out go the gain, and the left side's gradient, hessian and rows.
  (func (export "scan")
    (param $at i32) (param $bins i32) (param $gradient f64) (param $hessian f64) (param $rows f64)
    (param $allGradient f64) (param $allHessian f64) (param $allRows f64) (param $up f64) (param $across f64)
    (param $minRows f64) (param $minHessian f64) (param $l2 f64) (param $out i32)
    (result i32)
    (local $bin i32) (local $best i32) (local $most f64) (local $gain f64) (local $right f64) (local $rest f64)
    (local $word i64) (local $left f64)
    (local.set $best (i32.const -1))
    (local.set $most (f64.const -inf))
    (block $done
      (loop $again
        (br_if $done (i32.ge_u (local.get $bin) (local.get $bins)))
        (local.set $word (i64.load offset=8 (local.get $at)))
        (block $next
          (br_if $next (i64.eqz (i64.shr_u (local.get $word) (i64.const 40))))
          (local.set $gradient
            (f64.add (local.get $gradient)
              (f64.mul (f64.convert_i64_s (i64.load (local.get $at))) (local.get $up))))
          (local.set $hessian
            (f64.add (local.get $hessian)
              (f64.mul
                (f64.convert_i64_s (i64.and (local.get $word) (i64.const 0xffffffffff)))
                (local.get $across))))
          (local.set $rows
            (f64.add (local.get $rows) (f64.convert_i64_s (i64.shr_u (local.get $word) (i64.const 40)))))
          (br_if $next (f64.lt (local.get $rows) (local.get $minRows)))
          (br_if $next (f64.lt (local.get $hessian) (local.get $minHessian)))
          (local.set $right (f64.sub (local.get $allGradient) (local.get $gradient)))
          (local.set $rest (f64.sub (local.get $allHessian) (local.get $hessian)))
          (br_if $done (f64.lt (f64.sub (local.get $allRows) (local.get $rows)) (local.get $minRows)))
          (br_if $done (f64.lt (local.get $rest) (local.get $minHessian)))
          (local.set $left (f64.add (local.get $hessian) (local.get $l2)))
          (local.set $rest (f64.add (local.get $rest) (local.get $l2)))
          (local.set $gain
            (f64.add
              (select
                (f64.div (f64.mul (local.get $gradient) (local.get $gradient)) (local.get $left))
                (f64.const 0)
                (f64.gt (local.get $left) (f64.const 0)))
              (select
                (f64.div (f64.mul (local.get $right) (local.get $right)) (local.get $rest))
                (f64.const 0)
                (f64.gt (local.get $rest) (f64.const 0)))))
          (br_if $next (i32.eqz (f64.gt (local.get $gain) (local.get $most))))
          (local.set $most (local.get $gain))
          (local.set $best (local.get $bin))
          (f64.store (local.get $out) (local.get $gain))
          (f64.store offset=8 (local.get $out) (local.get $gradient))
          (f64.store offset=16 (local.get $out) (local.get $hessian))
          (f64.store offset=24 (local.get $out) (local.get $rows)))
        (local.set $bin (i32.add (local.get $bin) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $again)))
    (local.get $best))

  ;; What several threads do together, a piece each at a time. What they share begins at $at, in 32-bit words: the number of the
  ;; task, the next piece, how many pieces, how many helpers have done with it, whether to stop, and what is done: 0 fill,
  ;; 1 gather, 2 divide, 3 exp. Then:
  ;;   fill: rows, count, pairs, histogram, list (of a block its words, and where its four columns begin in the histogram)
  ;;   gather: rows, count, pairs, to, rows of a piece
  ;;   divide: rows, count, spare, words, rows of a piece, shift, sides, list (of a piece how many rows went to its front)
  ;;   exp: numbers, count, -, -, numbers of a piece, which are even
  (func $work (export "work") (param $at i32)
    (local $piece i32)
    (block $done
      (loop $next
        (local.set $piece (i32.atomic.rmw.add offset=4 (local.get $at) (i32.const 1)))
        (br_if $done (i32.ge_u (local.get $piece) (i32.load offset=8 (local.get $at))))
        (block $end
          (block $exp
            (block $divide
              (block $gather
                (block $fill
                  (br_table $fill $gather $divide $exp (i32.load offset=20 (local.get $at))))
                (call $fillBlock (local.get $at) (local.get $piece))
                (br $end))
              (call $gatherPiece (local.get $at) (local.get $piece))
              (br $end))
            (call $dividePiece (local.get $at) (local.get $piece))
            (br $end))
          (call $expPiece (local.get $at) (local.get $piece)))
        (br $next))))

  (func $fillBlock (param $at i32) (param $piece i32)
    (local $block i32) (local $histogram i32)
    (local.set $histogram (i32.load offset=36 (local.get $at)))
    (local.set $block (i32.add (i32.load offset=40 (local.get $at)) (i32.mul (local.get $piece) (i32.const 20))))
    (call $fill
      (i32.load offset=24 (local.get $at)) (i32.load offset=28 (local.get $at)) (i32.load offset=32 (local.get $at))
      (i32.load (local.get $block))
      (i32.add (local.get $histogram) (i32.load offset=4 (local.get $block)))
      (i32.add (local.get $histogram) (i32.load offset=8 (local.get $block)))
      (i32.add (local.get $histogram) (i32.load offset=12 (local.get $block)))
      (i32.add (local.get $histogram) (i32.load offset=16 (local.get $block)))))

  ;; The rows of a piece: as many as all others but the last have.
  (func $pieceRows (param $at i32) (param $first i32) (result i32)
    (local $left i32) (local $size i32)
    (local.set $left (i32.sub (i32.load offset=28 (local.get $at)) (local.get $first)))
    (local.set $size (i32.load offset=40 (local.get $at)))
    (select (local.get $size) (local.get $left) (i32.lt_u (local.get $size) (local.get $left))))

  (func $gatherPiece (param $at i32) (param $piece i32)
    (local $first i32)
    (local.set $first (i32.mul (local.get $piece) (i32.load offset=40 (local.get $at))))
    (call $gather
      (i32.add (i32.load offset=24 (local.get $at)) (i32.shl (local.get $first) (i32.const 2)))
      (call $pieceRows (local.get $at) (local.get $first))
      (i32.load offset=32 (local.get $at))
      (i32.add (i32.load offset=36 (local.get $at)) (i32.shl (local.get $first) (i32.const 3)))))

  (func $expPiece (param $at i32) (param $piece i32)
    (local $first i32)
    (local.set $first (i32.mul (local.get $piece) (i32.load offset=40 (local.get $at))))
    (call $exp
      (i32.add (i32.load offset=24 (local.get $at)) (i32.shl (local.get $first) (i32.const 3)))
      (call $pieceRows (local.get $at) (local.get $first))))

  (func $dividePiece (param $at i32) (param $piece i32)
    (local $first i32)
    (local.set $first (i32.mul (local.get $piece) (i32.load offset=40 (local.get $at))))
    (i32.store
      (i32.add (i32.load offset=52 (local.get $at)) (i32.shl (local.get $piece) (i32.const 2)))
      (call $divide
        (i32.add (i32.load offset=24 (local.get $at)) (i32.shl (local.get $first) (i32.const 2)))
        (call $pieceRows (local.get $at) (local.get $first))
        (i32.add (i32.load offset=32 (local.get $at)) (i32.shl (local.get $first) (i32.const 2)))
        (i32.load offset=36 (local.get $at))
        (i32.load offset=44 (local.get $at))
        (i32.load offset=48 (local.get $at)))))

  ;; What a helper does until it is told to stop. It looks for the next task some thousand times before it sleeps, as trees
  ;; ask for one after the other.
  (func (export "serve") (param $at i32)
    (local $seen i32) (local $looks i32)
    (loop $again
      (local.set $looks (i32.const 0))
      (block $posted
        (loop $look
          (br_if $posted (i32.ne (i32.atomic.load (local.get $at)) (local.get $seen)))
          (local.set $looks (i32.add (local.get $looks) (i32.const 1)))
          (br_if $look (i32.lt_u (local.get $looks) (i32.const 5000))))
        (drop (memory.atomic.wait32 (local.get $at) (local.get $seen) (i64.const -1)))
        (br $again))
      (local.set $seen (i32.atomic.load (local.get $at)))
      (if (i32.atomic.load offset=16 (local.get $at)) (then (return)))
      (call $work (local.get $at))
      (drop (i32.atomic.rmw.add offset=12 (local.get $at) (i32.const 1)))
      (drop (memory.atomic.notify offset=12 (local.get $at) (i32.const 1)))
      (br $again)))
)
