# TorchScript, compiled once per process by FusedKernels. It knows libtorch's operators only; it must end in a blank line.
#
# p: parameters, g: their gradients. Numbers come as float64 tensors (h).


def total_norm(g: List[Tensor], order: float) -> Tensor:
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, order)), order)


# g: summed gradients; h: the bound and the order of the norm to clip by, or nothing.
# Gives the 2-norms a gradient and of all together, the norm clipped by, what the gradients must be divided by to become their mean
# over count within the bound, and 1 where the step must be left out: the norm is not finite, or found was 1.
def measure(g: List[Tensor], count: Tensor, h: Optional[Tensor], found: Optional[Tensor]) -> List[Tensor]:
    norms = torch.stack(torch._foreach_norm(g, 2.0)).to(count.dtype) / count
    total = torch.linalg_vector_norm(norms)
    clipped = total
    scale = count
    if h is not None:
        v: List[float] = h.tolist()
        if v[1] != 2.0:
            clipped = total_norm(g, v[1]).to(count.dtype) / count
        scale = count * torch.clamp((clipped + 1e-6) / v[0], min=1.0)
    # Infinity and NaN less themselves are NaN, which is not 0: half the operations of isfinite.
    leave = (total - total).ne(0.0).to(count.dtype)
    if found is not None:
        leave = torch.maximum(leave, found)
    return [norms, total, clipped, scale, leave]


# h: the bound, the order of the norm. Gives the norm before.
def clip_by_norm(g: List[Tensor], h: Tensor) -> Tensor:
    v: List[float] = h.tolist()
    total = total_norm(g, v[1])
    torch._foreach_mul_(g, torch.clamp(v[0] / (total + 1e-6), max=1.0))
    return total


# h: the bound
def clip_by_value(g: List[Tensor], h: Tensor):
    v: List[float] = h.tolist()
    torch._foreach_clamp_max_(g, v[0])
    torch._foreach_clamp_min_(g, -v[0])


def unit_norm(x: Tensor) -> Tensor:
    if x.dim() <= 1:
        return torch.linalg_vector_norm(x)
    dims = [d for d in range(1, x.dim())]
    return torch.linalg_vector_norm(x, 2, dims, True)


# h: the bound relative to the weights' norm, the least norm of weights
def clip_adaptive(p: List[Tensor], g: List[Tensor], h: Tensor):
    v: List[float] = h.tolist()
    for w, d in zip(p, g):
        bound = torch.clamp(unit_norm(w), min=v[1]) * v[0]
        norm = unit_norm(d)
        d.mul_(torch.where(norm > bound, bound / norm, torch.ones_like(norm)))


# All that is looked at, in one: the numbers of weights w and outputs a, and the norms of the gradients g.
def look(w: List[Tensor], a: List[Tensor], g: List[Tensor]) -> Tensor:
    parts = [x.reshape(-1) for x in w]
    for x in a:
        parts.append(x.reshape(-1))
    if len(g) > 0:
        parts.append(torch.stack(torch._foreach_norm(g, 2.0)))
    return torch.cat(parts).cpu()


def divide(g: List[Tensor], by: Tensor):
    torch._foreach_div_(g, by)


# h: l1, l2. Adds l1 sign(w) + 2 l2 w to the gradients and gives l1 sum |w| + l2 sum w².
def elastic_net(p: List[Tensor], g: List[Tensor], h: Tensor) -> Tensor:
    v: List[float] = h.tolist()
    penalty = torch.zeros([], dtype=h.dtype, device=p[0].device)
    if v[0] != 0.0:
        torch._foreach_add_(g, torch._foreach_sign(p), alpha=v[0])
        penalty = penalty + v[0] * torch.stack(torch._foreach_norm(p, 1.0)).to(h.dtype).sum()
    if v[1] != 0.0:
        torch._foreach_add_(g, p, alpha=2.0 * v[1])
        penalty = penalty + v[1] * torch.stack(torch._foreach_norm(p, 2.0)).to(h.dtype).square().sum()
    return penalty


# a: averages of the weights p; h: the newest weights' share
def average(a: List[Tensor], p: List[Tensor], h: Tensor):
    v: List[float] = h.tolist()
    torch._foreach_lerp_(a, p, v[0])


# Lets each of p have the numbers of its a, and the other way round: memory changes hands, nothing is copied.
def exchange(p: List[Tensor], a: List[Tensor]):
    for x, y in zip(p, a):
        held = x.detach()
        x.set_(y)
        y.set_(held)


# An optimizer's kernel takes up to three states a parameter (a, b, c; unused ones are empty), one step counter for all of the
# parameters, and its options (h[0] is the learning rate, h[1] the weight decay). Gradients are divided by scale (the fused ones leave them so); nothing
# happens where found is 1; the counter counts the steps that did happen.


def count_step(step: Tensor, found: Optional[Tensor]):
    if found is None:
        step.add_(1)
    else:
        step.add_(1 - found)


def skipped(found: Optional[Tensor]) -> bool:
    if found is None:
        return False
    return float(found) == 1.0


# What the kernels without a fused form do first: count the step, divide the gradients, add the decay to them or take it off the weights.
# The gradients that parameters hold stay as they are.
def prepare(p: List[Tensor], g: List[Tensor], scale: Optional[Tensor], step: Tensor, lr: float, decay: float, decoupled: bool) -> List[Tensor]:
    step.add_(1)
    if scale is not None:
        g = torch._foreach_div(g, scale)
    if decay != 0.0:
        if decoupled:
            torch._foreach_mul_(p, 1.0 - lr * decay)
        else:
            g = torch._foreach_add(g, p, alpha=decay)
    return g


# h: lr, weightDecay, momentum, dampening, nesterov · a: momentumBuffer
def sgd(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
        found: Optional[Tensor]):
    v: List[float] = h.tolist()
    first = v[3] != 0.0 and float(step) == 0.0
    count_step(step, found)
    torch._fused_sgd_(p, g, a, weight_decay=v[1], momentum=v[2], lr=v[0], dampening=v[3], nesterov=v[4] != 0.0, maximize=False,
                      is_first_step=first, grad_scale=scale, found_inf=found)


# h: lr, weightDecay, beta1, beta2, eps, amsgrad · a: expAvg, b: expAvgSq, c: maxExpAvgSq
def adam(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
         found: Optional[Tensor]):
    v: List[float] = h.tolist()
    count_step(step, found)
    torch._fused_adam_(p, g, a, b, c, [step] * len(p), lr=v[0], beta1=v[2], beta2=v[3], weight_decay=v[1], eps=v[4],
                       amsgrad=v[5] != 0.0, maximize=False, grad_scale=scale, found_inf=found)


# h and states as adam's
def adamw(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
          found: Optional[Tensor]):
    v: List[float] = h.tolist()
    count_step(step, found)
    torch._fused_adamw_(p, g, a, b, c, [step] * len(p), lr=v[0], beta1=v[2], beta2=v[3], weight_decay=v[1], eps=v[4],
                        amsgrad=v[5] != 0.0, maximize=False, grad_scale=scale, found_inf=found)


# h: lr, weightDecay, lrDecay, eps · a: sum
def adagrad(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
            found: Optional[Tensor]):
    v: List[float] = h.tolist()
    count_step(step, found)
    torch._fused_adagrad_(p, g, a, [step] * len(p), lr=v[0], lr_decay=v[2], weight_decay=v[1], eps=v[3], maximize=False,
                          grad_scale=scale, found_inf=found)


# h: lr, weightDecay, alpha, eps, momentum, centered · a: squareAvg, b: momentumBuffer, c: gradAvg
def rmsprop(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
            found: Optional[Tensor]):
    v: List[float] = h.tolist()
    if skipped(found):
        return
    g = prepare(p, g, scale, step, v[0], v[1], False)
    torch._foreach_mul_(a, v[2])
    torch._foreach_addcmul_(a, g, g, 1.0 - v[2])
    if v[5] != 0.0:
        torch._foreach_lerp_(c, g, 1.0 - v[2])
        root = torch._foreach_addcmul(a, c, c, -1.0)
        torch._foreach_sqrt_(root)
    else:
        root = torch._foreach_sqrt(a)
    torch._foreach_add_(root, v[3])
    if v[4] > 0.0:
        torch._foreach_mul_(b, v[4])
        torch._foreach_addcdiv_(b, g, root, 1.0)
        torch._foreach_add_(p, b, alpha=-v[0])
    else:
        torch._foreach_addcdiv_(p, g, root, -v[0])


# h: lr, weightDecay, rho, eps · a: squareAvg, b: accDelta
def adadelta(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
             found: Optional[Tensor]):
    v: List[float] = h.tolist()
    if skipped(found):
        return
    g = prepare(p, g, scale, step, v[0], v[1], False)
    torch._foreach_mul_(a, v[2])
    torch._foreach_addcmul_(a, g, g, 1.0 - v[2])
    root = torch._foreach_add(a, v[3])
    torch._foreach_sqrt_(root)
    delta = torch._foreach_add(b, v[3])
    torch._foreach_sqrt_(delta)
    torch._foreach_div_(delta, root)
    torch._foreach_mul_(delta, g)
    torch._foreach_mul_(b, v[2])
    torch._foreach_addcmul_(b, delta, delta, 1.0 - v[2])
    torch._foreach_add_(p, delta, alpha=-v[0])


# h: lr, weightDecay, beta1, beta2, eps · a: expAvg, b: expInf
def adamax(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
           found: Optional[Tensor]):
    v: List[float] = h.tolist()
    if skipped(found):
        return
    g = prepare(p, g, scale, step, v[0], v[1], False)
    t = float(step)
    torch._foreach_lerp_(a, g, 1.0 - v[2])
    size = torch._foreach_abs(g)
    torch._foreach_add_(size, v[4])
    torch._foreach_mul_(b, v[3])
    torch._foreach_maximum_(b, size)
    torch._foreach_addcdiv_(p, a, b, -v[0] / (1.0 - v[2] ** t))


# h: lr, weightDecay, beta1, beta2, eps, momentumDecay, decoupledWeightDecay · a: expAvg, b: expAvgSq, c: muProduct (one value)
def nadam(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
          found: Optional[Tensor]):
    v: List[float] = h.tolist()
    if skipped(found):
        return
    g = prepare(p, g, scale, step, v[0], v[1], v[6] != 0.0)
    t = float(step)
    now = v[2] * (1.0 - 0.5 * 0.96 ** (t * v[5]))
    following = v[2] * (1.0 - 0.5 * 0.96 ** ((t + 1.0) * v[5]))
    torch._foreach_mul_(c, now)
    product = float(c[0])
    torch._foreach_lerp_(a, g, 1.0 - v[2])
    torch._foreach_mul_(b, v[3])
    torch._foreach_addcmul_(b, g, g, 1.0 - v[3])
    root = torch._foreach_div(b, 1.0 - v[3] ** t)
    torch._foreach_sqrt_(root)
    torch._foreach_add_(root, v[4])
    torch._foreach_addcdiv_(p, g, root, -v[0] * (1.0 - now) / (1.0 - product))
    torch._foreach_addcdiv_(p, a, root, -v[0] * following / (1.0 - product * following))


# h: lr, weightDecay, beta1, beta2, eps, decoupledWeightDecay · a: expAvg, b: expAvgSq
def radam(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
          found: Optional[Tensor]):
    v: List[float] = h.tolist()
    if skipped(found):
        return
    g = prepare(p, g, scale, step, v[0], v[1], v[5] != 0.0)
    t = float(step)
    torch._foreach_lerp_(a, g, 1.0 - v[2])
    torch._foreach_mul_(b, v[3])
    torch._foreach_addcmul_(b, g, g, 1.0 - v[3])
    unbiased = 1.0 - v[3] ** t
    limit = 2.0 / (1.0 - v[3]) - 1.0
    length = limit - 2.0 * t * v[3] ** t / unbiased
    rate = v[0] / (1.0 - v[2] ** t)
    if length > 5.0:
        rectified = (length - 4.0) * (length - 2.0) * limit / ((limit - 4.0) * (limit - 2.0) * length)
        root = torch._foreach_sqrt(b)
        torch._foreach_add_(root, v[4])
        torch._foreach_addcdiv_(p, a, root, -rate * (rectified * unbiased) ** 0.5)
    else:
        torch._foreach_add_(p, a, alpha=-rate)


# h: lr, weightDecay, beta1, beta2 · a: expAvg
def lion(p: List[Tensor], g: List[Tensor], a: List[Tensor], b: List[Tensor], c: List[Tensor], step: Tensor, h: Tensor, scale: Optional[Tensor],
         found: Optional[Tensor]):
    v: List[float] = h.tolist()
    if skipped(found):
        return
    g = prepare(p, g, scale, step, v[0], v[1], True)
    direction = torch._foreach_lerp(a, g, 1.0 - v[2])
    torch._foreach_sign_(direction)
    torch._foreach_add_(p, direction, alpha=-v[0])
    torch._foreach_lerp_(a, g, 1.0 - v[3])

