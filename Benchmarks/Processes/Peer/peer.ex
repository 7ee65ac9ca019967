# The same work as Sources/processes-bench, row by row, on the BEAM. Prints "NAME VALUE": microseconds, or bytes.
#
# Each group of rows is a module of its own with `rows`: names, how often, and a function that takes that number and
# gives the microseconds it took for all; in place of the number, `:value` for a function that gives the value itself.

defmodule Peer do
  @groups [ServerRows, ProcessRows, TaskRows, SupervisionRows, RegistryRows, MemoryRows]

  # All rows, or those with these names.
  def main(names) do
    for group <- @groups, {name, count, body} <- group.rows(), names == [] or name in names do
      IO.puts("#{name}\t#{measure(count, body)}")
    end
  end

  defp measure(:value, body), do: body.()

  defp measure(count, body) do
    body.(max(1, div(count, 10)))
    # In a process of its own, with an empty heap.
    task = Task.async(fn -> body.(count) end)
    Task.await(task, :infinity) / count
  end

  def time(body) do
    start = System.monotonic_time(:nanosecond)
    body.()
    (System.monotonic_time(:nanosecond) - start) / 1000
  end

  def repeated(0, _body), do: :ok

  def repeated(count, body) do
    body.()
    repeated(count - 1, body)
  end
end
